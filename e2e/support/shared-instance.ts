import type { TestProject } from 'vitest/node';
import { startInstance } from '../../embedded/testing.ts';

declare module 'vitest' {
  // biome-ignore lint/style/useConsistentTypeDefinitions: it merges with Vitest's declaration.
  interface ProvidedContext {
    readonly instanceUrl: string;
    readonly instanceDataDir: string;
  }
}

/** Longer than any call to payment, but short, so that tests need not wait for the leftovers of a crash. */
const HOLD_LIMIT = '5s';

/** One whole instance, started like `npm start`, serves all end-to-end tests of a run. */
export default async function setup({ provide }: TestProject): Promise<() => Promise<void>> {
  const instance = await startInstance({ env: { HOLD_LIMIT } });
  provide('instanceUrl', instance.url);
  provide('instanceDataDir', instance.dataDir);
  return () => instance[Symbol.asyncDispose]();
}
