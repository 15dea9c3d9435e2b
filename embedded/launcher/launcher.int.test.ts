import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { connectNats } from '../../platform/messaging/jetstream/connection.ts';
import { keptMsOf, streamOf } from '../../platform/messaging/jetstream/streams.ts';
import { createLogger } from '../../platform/telemetry/logger.ts';
import { query } from '../../platform/testing/postgres/query.ts';
import { plainEnvironment } from '../process/command.ts';
import { ENDING_MARK, isAlive, type ProcessId, processesMarked, signal } from '../process/processes.ts';
import { startInstance, startServers, type TestInstance } from '../testing.ts';
import { makeStandIns, type StandIns } from './stand-ins.ts';

type Outcome = {
  readonly status: number;
  readonly output: string;
};

/** Runs a command as npm does. */
async function command(
  program: string,
  args: readonly string[],
  env: Readonly<Record<string, string>>,
): Promise<Outcome> {
  return new Promise((resolve) => {
    const options = { env: { ...plainEnvironment(), ...env } };
    execFile(process.execPath, [program, ...args], options, (error, stdout, stderr) => {
      resolve({ status: error === null ? 0 : Number(error.code), output: stdout + stderr });
    });
  });
}

const testing = new URL('../testing.ts', import.meta.url).href;
const stopProgram = fileURLToPath(new URL('../stop.ts', import.meta.url));
const resetProgram = fileURLToPath(new URL('../reset.ts', import.meta.url));
const statusProgram = fileURLToPath(new URL('../status.ts', import.meta.url));

/** All processes of an instance, including its watchdog. */
function processesOf(instance: TestInstance): readonly ProcessId[] {
  const { processes, watchdog } = instance.record();
  return watchdog === undefined ? processes : [...processes, watchdog];
}

async function untilGone(processes: readonly ProcessId[]): Promise<void> {
  await vi.waitFor(() => expect(processes.filter(isAlive)).toEqual([]), { timeout: 30_000, interval: 100 });
}

/** Runs one statement in the instance's PostgreSQL. */
const inPostgres = (instance: TestInstance, sql: string) => query(instance.addressOf('postgres'), sql);

describe('the launcher', { timeout: 120_000 }, () => {
  let standIns: StandIns;
  let entry: string;
  let dataDir: string;
  beforeAll(async () => {
    standIns = await makeStandIns();
    entry = standIns.entry;
    dataDir = await mkdtemp(join(tmpdir(), 'meetingroom-launcher-'));
  });
  afterAll(async () => {
    await standIns[Symbol.asyncDispose]();
    await rm(dataDir, { recursive: true, force: true });
  });

  test('starts everything, gives each service only the variables it needs, and stops everything', async () => {
    await using instance = await startInstance({ entry, dataDir, env: { PSP_LATENCY_MS: '5', TUNING: '1' } });
    const environmentOf = async (name: string) => (await fetch(instance.addressOf(name))).json();
    expect(await environmentOf('room')).toMatchObject({
      TUNING: '1',
      MONGODB_URL: expect.any(String),
      SERVICE_TOKEN: expect.any(String),
    });
    expect(await environmentOf('room')).not.toHaveProperty('DATABASE_URL');
    expect(await environmentOf('room')).not.toHaveProperty('PSP_LATENCY_MS');
    expect(await environmentOf('psp')).toMatchObject({ PSP_LATENCY_MS: '5' });
    expect(await environmentOf('router')).toMatchObject({
      ROOM_URL: `${instance.addressOf('room')}/graphql`,
      DEV_TOKENS: expect.any(String),
    });
    expect((await command(statusProgram, [], { DATA_DIR: dataDir })).status).toBe(0);

    const processes = processesOf(instance);
    const stopped = await command(stopProgram, [], { DATA_DIR: dataDir });
    expect(stopped).toMatchObject({ status: 0, output: expect.stringContaining('Stopped') });
    await untilGone(processes);
    expect(await instance.stop()).toBe(0);
  });

  test('leaves nothing that `npm run reset` does not delete', async () => {
    const folder = join(dataDir, 'reset');
    const instance = await startInstance({ entry, dataDir: folder });
    expect(await command(resetProgram, ['--yes'], { DATA_DIR: folder })).toMatchObject({ status: 1 });
    await instance.stop();
    const reset = await command(resetProgram, ['--yes'], { DATA_DIR: folder });
    expect(reset).toMatchObject({ status: 0, output: expect.stringContaining('Deleted') });
    expect(existsSync(folder)).toBe(false);
  });

  test('gives the streams the retention that is set, and leaves it without the setting', async () => {
    const keptMs = async (env: Readonly<Record<string, string>>) => {
      await using instance = await startInstance({ entry, dataDir, env, services: ['room'] });
      const log = createLogger('test', 'silent');
      const link = connectNats({ url: instance.addressOf('nats'), name: 'test', log });
      const { jsm } = await link.client;
      const { config } = await jsm.streams.info(streamOf('room'));
      await link.close();
      return keptMsOf(config);
    };
    expect(await keptMs({ EVENTS_KEPT: '60d' })).toBe(60 * 24 * 3_600_000);
    expect(await keptMs({})).toBe(60 * 24 * 3_600_000);
    expect(await keptMs({ EVENTS_KEPT: '30d' })).toBe(30 * 24 * 3_600_000);
    await using servers = await startServers({ nats: true });
    const NATS_URL = servers.url('nats');
    expect(await keptMs({ NATS_URL, EVENTS_KEPT: '7d' })).toBe(7 * 24 * 3_600_000);
  });

  test('gives each service its own address of a server that runs elsewhere, and no other password', async () => {
    const own = {
      BOOKING_DATABASE_URL: 'postgres://booking:s3cr3t@x/b',
      ROOM_MONGODB_URL: 'mongodb://r:s3cr3t@x/r',
    };
    const shared = { DATABASE_URL: 'postgres://x/all', MONGODB_URL: 'mongodb://x' };
    const env = { ...own, ...shared, BOOKING_DATABASE_PASSWORD: 's3cr3t' };
    await using instance = await startInstance({ entry, dataDir, env });
    const environmentOf = async (name: string) => (await fetch(instance.addressOf(name))).json();
    expect(await environmentOf('booking')).toMatchObject({ DATABASE_URL: own.BOOKING_DATABASE_URL });
    expect(await environmentOf('room')).toMatchObject({ MONGODB_URL: own.ROOM_MONGODB_URL });
    for (const name of ['payment', 'supplies', 'router'])
      expect(JSON.stringify(await environmentOf(name))).not.toContain('s3cr3t');
    expect(await environmentOf('payment')).toMatchObject({ DATABASE_URL: shared.DATABASE_URL });
    const named = Object.keys(Object(await environmentOf('booking')));
    expect(named.filter((name) => /PASSWORD|_DATABASE_URL|MONGODB/.test(name))).toEqual([]);
  });

  test('runs several processes of a service, gives the others all their addresses, and restarts them in turn', async () => {
    const env = { REPLICAS: 'booking=2,router=2' };
    await using instance = await startInstance({ entry, dataDir, env });
    const environmentOf = async (name: string) => (await fetch(instance.addressOf(name))).json();
    const addresses = ['booking', 'booking-2'].map((name) => `${instance.addressOf(name)}/graphql`).join();
    expect(await environmentOf('router-2')).toMatchObject({
      BOOKING_URL: addresses,
      PAYMENT_URL: `${instance.addressOf('payment')}/graphql`,
      PORT: new URL(instance.addressOf('router-2')).port,
    });
    expect(Number(new URL(instance.addressOf('router-2')).port)).toBeGreaterThan(
      Number(new URL(instance.url).port),
    );

    await instance.stopOnly('booking-2');
    expect(() => instance.pidOf('booking-2')).toThrow('does not run');
    const first = instance.pidOf('booking');
    await instance.startOnly('booking-2');
    const second = instance.pidOf('booking-2');
    expect(instance.pidOf('booking')).toBe(first);

    const room = instance.pidOf('room');
    await instance.restart('booking');
    expect(instance.pidOf('booking')).not.toBe(first);
    expect(instance.pidOf('booking-2')).not.toBe(second);
    expect(instance.pidOf('room')).toBe(room);
    await expect(instance.restart('kitchen')).rejects.toThrow('kitchen: not run here');
  });

  test('starts what a service needs together with its first start only', async () => {
    const services = ['booking', 'room', 'supplies'];
    await using instance = await startInstance({ entry, dataDir, services });
    expect(() => instance.pidOf('payment')).toThrow('does not run');
    expect(() => instance.pidOf('psp')).toThrow('does not run');
    await instance.startOnly('payment');
    expect(instance.pidOf('psp')).toBeGreaterThan(0);
    await instance.stopOnly('psp');
    await instance.restart('payment');
    expect(() => instance.pidOf('psp')).toThrow('does not run');
  });

  test('records the address of a server that only a later service needs', async () => {
    await using instance = await startInstance({ entry, dataDir, services: ['booking'] });
    expect(() => instance.addressOf('mongodb')).toThrow('no address');
    await instance.startOnly('room');
    expect(instance.addressOf('mongodb')).toMatch(/^mongodb:/);
  });

  test('starts NATS again after its folder was removed', async () => {
    await using instance = await startInstance({ entry, dataDir, services: ['supplies'] });
    await instance.stopOnly('nats');
    await rm(join(dataDir, 'nats'), { recursive: true });
    await instance.startOnly('nats');
    expect(instance.pidOf('nats')).toBeGreaterThan(0);
  });

  test('restarts a process that dies and leaves down what was stopped', async () => {
    await using instance = await startInstance({ entry, dataDir });
    const room = instance.pidOf('room');
    process.kill(room, 'SIGKILL');
    await vi.waitFor(() => expect(instance.pidOf('room')).not.toBe(room), { timeout: 10_000 });
    await vi.waitFor(async () => expect((await fetch(instance.addressOf('room'))).status).toBe(200), {
      timeout: 10_000,
    });

    await vi.waitFor(() => expect(instance.output()).toContain('room is ready again'), { timeout: 10_000 });
    expect(instance.output()).toMatch(/room ended unexpectedly \(SIGKILL\).*room\.log/);

    const { watchdog } = instance.record();
    if (watchdog === undefined) throw new Error('There is no watchdog.');
    signal(watchdog, 'SIGKILL');
    await vi.waitFor(() => expect(instance.record().watchdog).not.toEqual(watchdog), { timeout: 10_000 });

    const place = { DATA_DIR: dataDir };
    expect((await command(stopProgram, ['room', 'nats'], place)).status).toBe(0);
    expect(() => instance.pidOf('room')).toThrow('does not run');
    await expect(fetch(instance.addressOf('room'))).rejects.toThrow();
    expect((await command(entry, ['room'], place)).status).toBe(0);
    expect((await fetch(instance.addressOf('room'))).status).toBe(200);
    expect(() => instance.pidOf('nats')).toThrow('does not run');
    expect((await command(entry, ['nats'], place)).status).toBe(0);
    expect(await command(entry, ['kitchen'], place)).toMatchObject({
      status: 2,
      output: expect.stringContaining('booking'),
    });
    expect(await command(stopProgram, ['kitchen'], place)).toMatchObject({ status: 2 });
    expect(await command(stopProgram, ['--kitchen'], place)).toMatchObject({
      status: 2,
      output: expect.stringContaining('Usage: npm stop'),
    });
    expect(await command(entry, [], place)).toMatchObject({
      status: 1,
      output: expect.stringContaining('Already running'),
    });
  });

  test('leaves no process behind when it is killed, and continues with its data', async () => {
    const killed = await startInstance({ entry, dataDir });
    await inPostgres(killed, 'CREATE TABLE kept AS SELECT 1 AS n');
    const processes = processesOf(killed);
    // A process stopped by SIGSTOP has to end like the others.
    process.kill(killed.pidOf('supplies'), 'SIGSTOP');
    killed.kill('SIGKILL');
    await untilGone(processes);
    expect(await command(entry, ['room'], { DATA_DIR: dataDir })).toMatchObject({ status: 1 });

    await using next = await startInstance({ entry, dataDir });
    expect(await inPostgres(next, 'SELECT n FROM kept')).toEqual([{ n: 1 }]);
  });

  test('leaves no process behind after the next start, even if its watchdogs are killed, too', async () => {
    const isOurs = ({ name }: { readonly name: string }) => name !== 'postgres' && name !== 'nats';
    const killings = [
      { what: 'its watchdogs', left: 'nothing' },
      { what: 'all of Node.js', left: 'nothing' },
      { what: 'all but the servers', left: 'until the next start' },
    ] as const;
    for (const { what, left } of killings) {
      await using killed = await startInstance({ entry, dataDir });
      expect(await inPostgres(killed, 'SELECT n FROM kept')).toEqual([{ n: 1 }]);
      const { id, processes } = killed.record();
      const watchdogs = processesMarked(id, ENDING_MARK);
      killed.kill('SIGSTOP'); // or it would restart its watchdogs
      const victims = [
        ...(what === 'all of Node.js' ? [] : watchdogs),
        ...(what === 'its watchdogs' ? [] : processes.filter(isOurs)),
      ];
      for (const victim of victims) signal(victim, 'SIGKILL');
      killed.kill('SIGKILL');
      if (left === 'nothing') await untilGone([...processes, ...watchdogs]);
      else {
        await untilGone(victims);
        expect(processes.filter((process) => !isOurs(process)).every(isAlive)).toBe(true);
        await using next = await startInstance({ entry, dataDir });
        expect(processes.filter(isAlive)).toEqual([]);
        expect(await inPostgres(next, 'SELECT n FROM kept')).toEqual([{ n: 1 }]);
      }
    }
  });

  test('ends with a killed test run, which removes its temporary folder', async () => {
    const program = `
      const { startInstance } = await import(${JSON.stringify(testing)});
      const { dataDir } = await startInstance({ entry: ${JSON.stringify(entry)}, services: ['supplies'] });
      console.log(dataDir);`;
    const testRun = spawn(process.execPath, ['--input-type=module', '-e', program], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    const [line] = await once(testRun.stdout, 'data');
    const folder = String(line).trim();
    const { processes } = JSON.parse(await readFile(join(folder, 'instance.json'), 'utf8'));
    testRun.kill('SIGKILL');
    await untilGone(processes);
    await vi.waitFor(() => expect(existsSync(folder)).toBe(false), { timeout: 10_000 });
  });

  test('says in one line why it cannot start', async () => {
    const [folder, file] = [join(dataDir, 'other'), join(dataDir, 'a-file')];
    await writeFile(file, '');
    expect(await command(entry, [], { DATA_DIR: join(file, 'data') })).toMatchObject({
      status: 1,
      output: expect.stringMatching(/^The data folder .* cannot be written .*\n$/),
    });

    const server = createServer();
    const port = await new Promise<number>((resolve) => {
      server.listen(0, '127.0.0.1', () => {
        const address = server.address();
        resolve(typeof address === 'object' && address !== null ? address.port : 0);
      });
    });
    expect(await command(entry, [], { DATA_DIR: folder, PORT: String(port) })).toMatchObject({
      status: 1,
      output: expect.stringMatching(/^Port \d+ is in use: .* PORT=\d+\.\n$/),
    });
    const ports = { PORT: '0', METRICS_PORT: String(port) };
    expect(await command(entry, [], { DATA_DIR: folder, ...ports })).toMatchObject({
      status: 1,
      output: expect.stringMatching(/^Port \d+ is in use: .* METRICS_PORT=\d+\.\n$/),
    });
    server.close();
    expect(existsSync(folder)).toBe(false);
    expect(await command(entry, ['room'], { DATA_DIR: folder })).toMatchObject({ status: 1 });
    expect(await command(entry, [], { DATA_DIR: folder, PORT: 'x' })).toMatchObject({ status: 2 });
  });

  test('is told in one line that the data folder is no folder, or that of another user', async () => {
    const file = join(dataDir, 'no-folder');
    await writeFile(file, '');
    const told = `The data folder ${file} cannot be read (ENOTDIR): run this as the user who has started the instance, or set DATA_DIR to its folder.\n`;
    for (const name of ['status', 'stop', 'restart', 'logs', 'open', 'reset']) {
      const program = fileURLToPath(new URL(`../${name}.ts`, import.meta.url));
      expect([name, await command(program, [], { DATA_DIR: file })]).toEqual([
        name,
        { status: 1, output: told },
      ]);
    }
    const audit = fileURLToPath(new URL('../../tools/audit/main.ts', import.meta.url));
    expect(await command(audit, [], { DATA_DIR: file })).toEqual({ status: 2, output: told });
  });

  test('stops everything if a service does not start', async () => {
    await using broken = await makeStandIns();
    const program = join(broken.entry, '..', 'subgraphs', 'room', 'main.ts');
    await writeFile(program, 'throw new Error("the room service is broken");');
    const folder = await mkdtemp(join(tmpdir(), 'meetingroom-broken-'));
    const outcome = await command(broken.entry, [], { DATA_DIR: folder, PORT: '0' });
    expect(outcome).toMatchObject({
      status: 1,
      output: expect.stringContaining('the room service is broken'),
    });
    expect(outcome.output).toContain(join(folder, 'logs', 'room.log'));
    expect(await command(stopProgram, [], { DATA_DIR: folder })).toMatchObject({
      output: expect.stringContaining('Nothing runs'),
    });
    await rm(folder, { recursive: true, force: true });
  });
});
