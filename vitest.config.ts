import { defineConfig } from 'vitest/config';
import { relayTags } from './e2e/clients/relay/vite-plugin.ts';
import { useRunFolder } from './platform/testing/run-folder.ts';

useRunFolder();

const excluded = ['node_modules', '.cache', '.data'];

/** End-to-end tests that start an instance of their own, so that they can run beside others. */
const ownInstances = ['e2e/chaos/**/*.test.ts', 'e2e/instances/**/*.test.ts'];

/**
 * The bundler would take graphql's ES modules while Node.js takes CommonJS for the libraries: types exist but
 * once.
 */
const resolve = { alias: [{ find: /^graphql$/, replacement: 'graphql/index.js' }] };

/**
 * Files share a worker, which loads each module once. What a test replaces there is put back before the next
 * test.
 */
const sharedWorkers = { isolate: false, restoreMocks: true } as const;

/**
 * Kinds of tests: `x.test.ts` pure and quick, `x.int.test.ts` on real servers, `e2e/` through the router of
 * an instance, which most of them share.
 */
export default defineConfig({
  test: {
    // Tests of real servers wait more than they compute: a worker for each core, where the default leaves one
    // free.
    maxWorkers: '100%',
    projects: [
      {
        resolve,
        test: {
          name: 'unit',
          ...sharedWorkers,
          include: ['**/*.test.ts'],
          exclude: [...excluded, '**/*.int.test.ts', 'e2e/**'],
          // Some go through all of Unicode, which takes long on a busy machine.
          testTimeout: 60_000,
        },
      },
      {
        resolve,
        test: {
          name: 'integration',
          ...sharedWorkers,
          include: ['**/*.int.test.ts'],
          exclude: [...excluded, 'e2e/**'],
          globalSetup: 'platform/testing/shared-servers.ts',
          // Longer than `eventually` waits, whose error says what is missing.
          testTimeout: 60_000,
          hookTimeout: 90_000,
        },
      },
      {
        resolve,
        test: {
          name: 'instances',
          include: ownInstances,
          exclude: excluded,
          testTimeout: 120_000,
          hookTimeout: 120_000,
        },
      },
      {
        resolve,
        plugins: [relayTags],
        test: {
          name: 'e2e',
          include: ['e2e/**/*.test.ts'],
          exclude: [...excluded, ...ownInstances],
          globalSetup: 'e2e/support/shared-instances.ts',
          // Each worker has an instance of its own.
          maxWorkers: 2,
          // Another number of workers than the other kinds have needs a group of its own.
          sequence: { groupOrder: 1 },
          testTimeout: 120_000,
          hookTimeout: 120_000,
        },
      },
    ],
  },
});
