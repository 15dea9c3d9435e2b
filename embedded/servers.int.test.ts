import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readdirSync, rmSync, statSync } from 'node:fs';
import { mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import mongoose from 'mongoose';
import { connect, type NatsConnection } from 'nats';
import pg from 'pg';
import { describe, expect, test, vi } from 'vitest';
import { z } from 'zod';
import { query } from '../platform/testing/postgres/query.ts';
import { mountSmallDisk } from '../platform/testing/small-disk.ts';
import { ACCOUNT } from './postgres/run-as.ts';
import { isAlive } from './process/processes.ts';
import { readRecord } from './process/record.ts';
import { type RunningServers, startServers } from './servers.ts';

const TEN_SECONDS = { timeout: 10_000 };
const all = { postgres: true, nats: true, mongodb: true } as const;

async function killAndWait(servers: RunningServers, name: 'postgres' | 'nats' | 'mongodb'): Promise<void> {
  const server = servers.server(name);
  process.kill(server.pid() ?? 0, 'SIGKILL');
  await vi.waitFor(() => expect(server.restarts()).toBe(1), { timeout: 10_000 });
  await vi.waitFor(() => expect(server.state()).toBe('ready'), { timeout: 20_000 });
}

/** Waits until a process has one child that has ended, and returns its pid. */
function childOf(pid: number): Promise<number> {
  return vi.waitFor(async () => {
    const child = (await readFile(`/proc/${pid}/task/${pid}/children`, 'utf8')).trim();
    expect(await readFile(`/proc/${child}/stat`, 'utf8')).toContain(') Z ');
    return Number(child);
  });
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

      const nats = await connectToNats(servers);
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

  describe('PostgreSQL starts again', () => {
    test('when a session that is stuck holds the shared memory of its killed server', {
      timeout: 90_000,
    }, async () => {
      await using servers = await startServers({ postgres: true });
      const client = new pg.Client({ connectionString: servers.url('postgres') });
      client.on('error', () => {});
      await client.connect();
      const { rows } = await client.query<{ pid: number }>('SELECT pg_backend_pid() AS pid');
      process.kill(rows[0]?.pid ?? 0, 'SIGSTOP');
      await killAndWait(servers, 'postgres');
      expect(await query(servers.url('postgres'), 'SELECT 1 AS one')).toEqual([{ one: 1 }]);
      await client.end().catch(() => {});
    });

    test.each([
      ['another program', ['sleep', '60'], async (pid: number) => pid],
      // The shell becomes a program that does not reap the child which the shell has started.
      ['a process that is dead and not reaped', ['sh', '-c', 'true & exec sleep 60'], childOf],
    ] as const)('when its lock file names %s', { timeout: 90_000 }, async (_, [file, ...args], pidOf) => {
      const dataDir = await mkdtemp(join(tmpdir(), 'meetingroom-servers-'));
      await (await startServers({ postgres: true, dataDir }))[Symbol.asyncDispose]();
      const folder = join(dataDir, 'postgres');
      // PostgreSQL minds only the processes of its own user, who is another one when root starts it.
      const { uid, gid } = await stat(folder);
      const other = spawn(file, args, { uid, gid });
      try {
        await writeFile(join(folder, 'postmaster.pid'), `${await pidOf(other.pid ?? 0)}\n`);
        await using servers = await startServers({ postgres: true, dataDir });
        expect(await query(servers.url('postgres'), 'SELECT 1 AS one')).toEqual([{ one: 1 }]);
        expect(other.exitCode).toBeNull();
      } finally {
        other.kill('SIGKILL');
        await rm(dataDir, { recursive: true, force: true });
      }
    });
  });

  test('take new passwords when the files that keep them are deleted, and keep the data', {
    timeout: 60_000,
  }, async () => {
    const dataDir = await mkdtemp(join(tmpdir(), 'meetingroom-servers-'));
    const some = { postgres: true, nats: true, dataDir } as const;
    try {
      const withdrawn = { postgres: '', nats: '' };
      {
        await using before = await startServers(some);
        const database = await before.databaseUrl('booking');
        await query(database, 'CREATE TABLE kept AS SELECT 1 AS n');
        const nats = await connectToNats(before);
        await (await nats.jetstreamManager()).streams.add({ name: 'KEPT', subjects: ['kept.>'] });
        await nats.jetstream().publish('kept.one', 'one');
        await nats.close();
        withdrawn.postgres = new URL(database).password;
        withdrawn.nats = new URL(before.url('nats')).password;
      }
      await Promise.all(['postgres.secret', 'nats.secret'].map((file) => rm(join(dataDir, file))));

      await using after = await startServers(some);
      const database = await after.databaseUrl('booking');
      expect(await query(database, 'SELECT n FROM kept')).toEqual([{ n: 1 }]);
      const old = database.replace(new URL(database).password, withdrawn.postgres);
      expect(old).not.toBe(database);
      await expect(query(old, 'SELECT 1')).rejects.toThrow('password authentication failed');

      const nats = await connectToNats(after);
      expect((await (await nats.jetstreamManager()).streams.info('KEPT')).state.messages).toBe(1);
      await nats.close();
      await expect(connectToNats(after, withdrawn.nats)).rejects.toThrow('Authorization Violation');
    } finally {
      await rm(dataDir, { recursive: true, force: true });
    }
  });

  test('let nobody else read what they keep', async () => {
    const outer = await mkdtemp(join(tmpdir(), 'meetingroom-servers-'));
    try {
      const dataDir = join(outer, 'data');
      await using servers = await startServers({ ...all, dataDir });
      // What is deeper has the rights that its server gives it, in a folder that nobody else may enter.
      const kept = [dataDir, join(dataDir, 'logs')].flatMap((folder) =>
        readdirSync(folder).map((name) => join(folder, name)),
      );
      expect(kept.filter((path) => (statSync(path).mode & 0o077) !== 0)).toEqual([]);
      const isRoot = process.getuid?.() === 0;
      // Started by root, PostgreSQL has an account of its own, which may pass through.
      expect(statSync(dataDir).mode & 0o777).toBe(isRoot ? 0o710 : 0o700);
      if (isRoot) expect(statSync(dataDir).gid).toBe(ACCOUNT);
      expect(statSync(join(dataDir, 'postgres')).uid).toBe(isRoot ? ACCOUNT : process.getuid?.());
      expect(servers.server('mongodb').unit.address).toBe(join(dataDir, 'sockets/mongodb.sock'));
    } finally {
      await rm(outer, { recursive: true, force: true });
    }
  });

  test('start in a folder whose path is too long for a socket', async () => {
    const outer = await mkdtemp(join(tmpdir(), 'meetingroom-servers-'));
    try {
      const servers = await startServers({ mongodb: true, dataDir: join(outer, 'd'.repeat(120)) });
      const { address } = servers.server('mongodb').unit;
      expect(address).toMatch(/\/meetingroom-sockets-[\da-f]{12}\/mongodb\.sock$/);
      expect(statSync(dirname(address)).mode & 0o777).toBe(0o700);
      await servers[Symbol.asyncDispose]();
      expect(existsSync(dirname(address))).toBe(false);
    } finally {
      await rm(outer, { recursive: true, force: true });
    }
  });

  test('PostgreSQL and MongoDB get their sockets again when somebody has removed them', {
    timeout: 60_000,
  }, async () => {
    await using servers = await startServers({ postgres: true, mongodb: true });
    const { dataDir } = servers;
    const inPostgres = (name: string) => name.startsWith('.s.PGSQL.') && !name.endsWith('.lock');
    const findSockets = () => [
      ...readdirSync(join(dataDir, 'postgres')).filter(inPostgres),
      ...readdirSync(join(dataDir, 'sockets')),
    ];
    const before = findSockets();
    expect(before).toHaveLength(2);
    rmSync(join(dataDir, 'sockets'), { recursive: true });
    for (const name of before.filter(inPostgres)) rmSync(join(dataDir, 'postgres', name));
    for (const name of ['postgres', 'mongodb'] as const) {
      const { state, restarts } = servers.server(name);
      await vi.waitFor(() => expect([restarts(), state()]).toEqual([1, 'ready']), { timeout: 30_000 });
    }
    expect(findSockets()).toEqual(before);
  });

  test('NATS works again by itself when a disk that was full has space', {
    timeout: 90_000,
  }, async (context) => {
    const disk = await mountSmallDisk(64);
    if (typeof disk === 'string') {
      console.warn(`NOT TESTED: NATS on a full disk: ${disk}`);
      return context.skip(disk);
    }
    await using mounted = disk;
    await using servers = await startServers({ nats: true, dataDir: join(mounted.folder, 'data') });
    const nats = await connectToNats(servers);
    await (await nats.jetstreamManager()).streams.add({ name: 'KEPT', subjects: ['kept.>'] });
    const publish = () => nats.jetstream().publish('kept.one', 'x'.repeat(4_096), { timeout: 500 });
    const { unit, state, restarts } = servers.server('nats');
    await publish();

    const free = mounted.fill();
    await vi.waitFor(async () => expect(await publish().catch(() => 'refused')).toBe('refused'), TEN_SECONDS);
    // Its error stays, whatever becomes of the disk.
    await vi.waitFor(async () => expect(await unit.isReady()).toBe(false), TEN_SECONDS);
    expect(await unit.complaint?.()).toContain('no space left on device');
    expect(restarts()).toBe(0);
    await free();
    await vi.waitFor(() => expect([restarts(), state()]).toEqual([1, 'ready']), { timeout: 30_000 });
    await vi.waitFor(async () => expect(await publish()).toMatchObject({ stream: 'KEPT' }), TEN_SECONDS);
    await nats.close();
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

function connectToNats(servers: RunningServers, otherPassword?: string): Promise<NatsConnection> {
  const { host, username, password } = new URL(servers.url('nats'));
  return connect({ servers: host, user: username, pass: otherPassword ?? password });
}
