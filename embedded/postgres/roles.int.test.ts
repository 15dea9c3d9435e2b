import { afterAll, beforeAll, expect, test } from 'vitest';
import { query } from '../../platform/testing/postgres/query.ts';
import { type RunningServers, startServers } from '../testing.ts';

let servers: RunningServers;

beforeAll(async () => {
  servers = await startServers({ postgres: true });
});
afterAll(() => servers[Symbol.asyncDispose]());

/** The address of another database, as the same role. */
function at(url: string, database: string): string {
  const other = new URL(url);
  other.pathname = `/${database}`;
  return other.href;
}

test('a service owns its database, and reaches no other and no other’s rights', async () => {
  const [booking, payment] = [await servers.databaseUrl('booking'), await servers.databaseUrl('payment')];
  await query(booking, 'CREATE SCHEMA booking; CREATE EXTENSION btree_gist SCHEMA public');
  await query(payment, 'CREATE TABLE payments (id int)');
  for (const database of ['payment', 'postgres', 'template1'])
    await expect(query(at(booking, database), 'SELECT 1'), database).rejects.toThrow(/permission denied/);
  for (const sql of [
    'CREATE ROLE another',
    'CREATE DATABASE another',
    'ALTER ROLE payment PASSWORD NULL',
    'SET ROLE meetingroom',
    "SELECT pg_read_file('/etc/passwd')",
    "COPY (SELECT 1) TO PROGRAM 'true'",
    'SELECT rolpassword FROM pg_authid',
  ])
    await expect(query(booking, sql), sql).rejects.toThrow(/permission denied|must be/i);
  expect(await query(booking, 'SELECT rolsuper FROM pg_roles WHERE rolname = current_user')).toEqual([
    { rolsuper: false },
  ]);
});

test('a database of a former version is handed over with all that is in it', async () => {
  const admin = servers.url('postgres');
  await query(admin, 'CREATE DATABASE community');
  await query(
    at(admin, 'community'),
    `CREATE EXTENSION btree_gist SCHEMA public; CREATE SCHEMA community; CREATE TABLE migrations (name text);
    CREATE TYPE community.kind AS ENUM ('ROOM', 'COURSE');
    CREATE TABLE community.targets (id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, n serial, kind community.kind);
    CREATE SEQUENCE community.numbers; CREATE VIEW community.all_targets AS SELECT * FROM community.targets;
    CREATE FUNCTION community.one(n int) RETURNS int LANGUAGE sql AS 'SELECT 1';
    INSERT INTO community.targets (kind) VALUES ('ROOM')`,
  );
  const community = await servers.databaseUrl('community');
  expect(await query(community, 'SELECT kind FROM community.all_targets')).toEqual([{ kind: 'ROOM' }]);
  await query(
    community,
    `ALTER TABLE community.targets ADD COLUMN more text; ALTER TABLE migrations ADD COLUMN more text;
    DROP FUNCTION community.one; DROP SEQUENCE community.numbers; DROP VIEW community.all_targets;
    ALTER TYPE community.kind ADD VALUE 'HOST'; DROP TABLE community.targets; DROP SCHEMA community CASCADE`,
  );
  // Again changes nothing.
  expect(await servers.databaseUrl('community')).toBe(community);
});
