import type { TestProject } from 'vitest/node';
import { freePort } from '../../embedded/process/port-allocator.ts';
import { settleAll } from '../../embedded/servers.ts';
import { startInstance } from '../../embedded/testing.ts';

declare module 'vitest' {
  // biome-ignore lint/style/useConsistentTypeDefinitions: it merges with Vitest's declaration.
  interface ProvidedContext {
    /** One for each worker of the end-to-end tests. */
    readonly sharedInstances: readonly SharedInstanceAddress[];
  }
}

export type SharedInstanceAddress = {
  readonly url: string;
  readonly dataDir: string;
  /** The port of the instance's mail server, which runs only where a test starts it. */
  readonly mailPort: number;
};

/**
 * How long many bookings of one customer wait for their turns: with the call to payment after it, less than
 * the router waits for a mutation.
 */
const PAYMENT_WAIT = '5s';
/**
 * Longer than the turn and the call to payment, and than a killed service takes to be back on a busy machine:
 * a retry then finds its booking. Still short, since tests wait for the leftovers of a crash.
 */
const HOLD_LIMIT = '15s';
/**
 * Long enough for every test that acts as a customer on their bank's page, short for the one that does not.
 */
const ACTION_LIMIT = '30s';

/**
 * Whole instances, started like `npm start`, serve all end-to-end tests of a run: one instance for each
 * worker, whose files run one after another, since some of them take a service away for a while.
 */
export default async function setup({ config, provide }: TestProject): Promise<() => Promise<void>> {
  const stack = new AsyncDisposableStack();
  try {
    const started: SharedInstanceAddress[] = [];
    async function start(): Promise<void> {
      const mailPort = await freePort();
      const SMTP_URL = `smtp://127.0.0.1:${mailPort}`;
      const env = { PAYMENT_WAIT, HOLD_LIMIT, ACTION_LIMIT, SMTP_URL };
      const instance = stack.use(await startInstance({ env }));
      started.push({ url: instance.url, dataDir: instance.dataDir, mailPort });
    }
    await settleAll(Array.from({ length: config.maxWorkers }, start));
    provide('sharedInstances', started);
  } catch (error) {
    await stack.disposeAsync();
    throw error;
  }
  return () => stack.disposeAsync();
}
