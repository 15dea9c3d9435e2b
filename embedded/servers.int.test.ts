import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import mongoose from 'mongoose';
import { connect as connectNats } from 'nats';
import pg from 'pg';
import { describe, expect, test, vi } from 'vitest';
import { z } from 'zod';
import { isAlive } from './process/processes.ts';
import { readRecord } from './process/record.ts';
import { type RunningServers, startServers } from './servers.ts';

const all = { postgres: true, nats: true, mongodb: true } as const;

async function query(url: string, sql: string): Promise<readonly Record<string, unknown>[]> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    return (await client.query<Record<string, unknown>>(sql)).rows;
  } finally {
    await client.end();
  }
}

async function killAndWait(servers: RunningServers, name: 'postgres' | 'nats' | 'mongodb'): Promise<void> {
  const server = servers.server(name);
  process.kill(server.pid() ?? 0, 'SIGKILL');
  await vi.waitFor(() => expect(server.restarts()).toBe(1), { timeout: 10_000 });
  await vi.waitFor(() => expect(server.state()).toBe('ready'), { timeout: 20_000 });
}

describe('embedded servers', () => {
  test('keep acknowledged data when they are killed, and restart at the same address', {
    timeout: 90_000,
  }, async () => {
    const dataDir = await mkdtemp(join(tmpdir(), 'meetingroom-servers-'));
    try {
      await using servers = await startServers({ ...all, dataDir });

      const database = await servers.databaseUrl('booking');
      await query(
        database,
        'CREATE EXTENSION btree_gist; CREATE TABLE kept (n int); INSERT INTO kept VALUES (1)',
      );
      await killAndWait(servers, 'postgres');
      expect(await query(database, 'SELECT n FROM kept')).toEqual([{ n: 1 }]);

      const nats = await connectNats({ servers: servers.url('nats') });
      await (await nats.jetstreamManager()).streams.add({ name: 'KEPT', subjects: ['kept.>'] });
      await nats.jetstream().publish('kept.one', 'one');
      await killAndWait(servers, 'nats');
      const info = async () => (await (await nats.jetstreamManager()).streams.info('KEPT')).state.messages;
      await vi.waitFor(async () => expect(await info()).toBe(1), { timeout: 10_000 });
      await nats.close();

      const mongo = await mongoose.createConnection(servers.url('mongodb'), { dbName: 'room' }).asPromise();
      await mongo.collection('kept').insertOne({ n: 1 });
      await killAndWait(servers, 'mongodb');
      await vi.waitFor(async () => expect(await mongo.collection('kept').countDocuments()).toBe(1), {
        timeout: 10_000,
      });
      await mongo.close();
    } finally {
      await rm(dataDir, { recursive: true, force: true });
    }
  });

  test('do not outlive the process that started them, even when it is killed', {
    timeout: 60_000,
  }, async () => {
    const script = `
      const { startServers } = await import(${JSON.stringify(new URL('servers.ts', import.meta.url).href)});
      const { dataDir } = await startServers({ nats: true, mongodb: true });
      setInterval(() => {}, 1000);
      process.send(dataDir);`;
    const owner = spawn(process.execPath, ['--input-type=module', '-e', script], {
      stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
    });
    const [dataDir] = z.tuple([z.string()]).parse((await once(owner, 'message')).slice(0, 1));
    const processes = readRecord(dataDir)?.processes ?? [];
    expect(processes.filter(isAlive)).toHaveLength(2);
    owner.kill('SIGKILL');
    await vi.waitFor(() => expect(processes.filter(isAlive)).toHaveLength(0), { timeout: 20_000 });
    await vi.waitFor(() => expect(existsSync(dataDir)).toBe(false), { timeout: 10_000 });
  });
});
