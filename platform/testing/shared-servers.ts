import type { TestProject } from 'vitest/node';
import { startServers } from '../../embedded/testing.ts';

declare module 'vitest' {
  // biome-ignore lint/style/useConsistentTypeDefinitions: it merges with Vitest's declaration.
  interface ProvidedContext {
    readonly postgresUrl: string;
    readonly mongodbUrl: string;
  }
}

/**
 * Starts the PostgreSQL and MongoDB servers of all integration tests of a run. Each file uses a database of
 * its own.
 */
export default async function setup({ provide }: TestProject): Promise<() => Promise<void>> {
  const servers = await startServers({ postgres: true, mongodb: true });
  provide('postgresUrl', servers.url('postgres'));
  provide('mongodbUrl', servers.url('mongodb'));
  return () => servers[Symbol.asyncDispose]();
}
