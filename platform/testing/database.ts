import { randomUUID } from 'node:crypto';
import { Client } from 'pg';
import { inject } from 'vitest';

export type TestDatabase = { readonly url: string; [Symbol.asyncDispose](): Promise<void> };

/** Creates an empty PostgreSQL database for one test file. Disposing of it drops it. */
export async function createTestDatabase(): Promise<TestDatabase> {
  const name = `test_${randomUUID().replaceAll('-', '')}`;
  const admin = new Client({ connectionString: inject('postgresUrl') });
  await admin.connect();
  await admin.query(`CREATE DATABASE ${name}`);
  const url = new URL(inject('postgresUrl'));
  url.pathname = `/${name}`;
  return {
    url: url.href,
    async [Symbol.asyncDispose]() {
      // Without FORCE, so that a connection left open fails the test.
      await admin.query(`DROP DATABASE ${name}`);
      await admin.end();
    },
  };
}

/** The URL of a database of the shared MongoDB, by default of a new one. */
export function testMongoUrl(name = `test_${randomUUID()}`): string {
  const url = new URL(inject('mongodbUrl'));
  url.pathname = `/${name}`;
  return url.href;
}
