import { randomUUID } from 'node:crypto';
import { Client } from 'pg';
import { inject } from 'vitest';

export type TestDatabase = { readonly url: string; [Symbol.asyncDispose](): Promise<void> };

/** An empty PostgreSQL database for one test file, dropped when disposed of. */
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
      // Not WITH (FORCE): a connection that a test left open makes it fail.
      await admin.query(`DROP DATABASE ${name}`);
      await admin.end();
    },
  };
}

/** Where a database of the shared MongoDB is: one of its own when no name is given. */
export function testMongoUrl(name = `test_${randomUUID()}`): string {
  const url = new URL(inject('mongodbUrl'));
  url.pathname = `/${name}`;
  return url.href;
}
