import type { TestProject } from 'vitest/node';
import { freePort } from '../../embedded/process/port-allocator.ts';
import { startInstance } from '../../embedded/testing.ts';

declare module 'vitest' {
  // biome-ignore lint/style/useConsistentTypeDefinitions: it merges with Vitest's declaration.
  interface ProvidedContext {
    readonly instanceUrl: string;
    readonly instanceDataDir: string;
    /** The port of the instance's mail server, which runs only where a test starts it. */
    readonly mailPort: number;
  }
}

/** Longer than any call to payment, but short, so that tests need not wait for the leftovers of a crash. */
const HOLD_LIMIT = '5s';
/**
 * Long enough for every test that acts as a customer on their bank's page, short for the one that does not.
 */
const ACTION_LIMIT = '30s';

/** One whole instance, started like `npm start`, serves all end-to-end tests of a run. */
export default async function setup({ provide }: TestProject): Promise<() => Promise<void>> {
  const mailPort = await freePort();
  const instance = await startInstance({
    env: { HOLD_LIMIT, ACTION_LIMIT, SMTP_URL: `smtp://127.0.0.1:${mailPort}` },
  });
  provide('instanceUrl', instance.url);
  provide('instanceDataDir', instance.dataDir);
  provide('mailPort', mailPort);
  return () => instance[Symbol.asyncDispose]();
}
