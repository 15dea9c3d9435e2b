/** For tests: real servers, and whole instances started as by a person. */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { openIssuer } from './issuer.ts';
import { findLauncher, type LauncherClient, nothingRuns } from './launcher/client.ts';
import { fetchEnvironment, plainEnvironment } from './process/command.ts';
import { type InstanceRecord, readRecord } from './process/record.ts';

export { type RunningServers, type ServersOptions, startServers } from './servers.ts';

/** An instance in its own processes: `embedded/start.ts` and everything that it runs. */
export type TestInstance = {
  /** The router's address, such as http://127.0.0.1:12345 */
  readonly url: string;
  readonly dataDir: string;
  readonly launcher: ChildProcess;
  /** The current record: pids, addresses, control port. */
  record(): InstanceRecord;
  /** The recorded address of a service, a server or the simulator. */
  addressOf(name: string): string;
  /** What the launcher has printed so far. */
  output(): string;
  /** Like `npm start -- NAMES` and `npm stop -- NAMES`. @throws Error with the launcher's refusal. */
  startOnly(...names: readonly string[]): Promise<void>;
  stopOnly(...names: readonly string[]): Promise<void>;
  /** Like `npm run restart -- NAMES`. */
  restart(...names: readonly string[]): Promise<void>;
  /** The pid of a service or server. @throws Error if it does not run. */
  pidOf(name: string): number;
  /** Sends the launcher a signal. */
  kill(signal: NodeJS.Signals): void;
  /** Stops it in order. Returns the launcher's exit status. */
  stop(): Promise<number | null>;
  [Symbol.asyncDispose](): Promise<void>;
};

export type InstanceOptions = {
  /** Without it: a temporary folder, removed at the end. */
  readonly dataDir?: string;
  /** The port of the router; without it a free one. */
  readonly port?: number;
  /** Variables for the launcher and the services, such as PSP_LATENCY_MS. */
  readonly env?: Readonly<Record<string, string>>;
  /** The services to start first, beside the router; all without it. */
  readonly services?: readonly string[];
  /** How long the start may take, in milliseconds. */
  readonly limitMs?: number;
  /** The program to run instead of embedded/start.ts. */
  readonly entry?: string;
  /** Called with the launcher's process as soon as it runs. */
  readonly onSpawned?: (launcher: ChildProcess) => void;
};

const START_PROGRAM = fileURLToPath(new URL('start.ts', import.meta.url));

/**
 * Starts an instance and waits until everything in it is ready. It ends with this process.
 * @throws Error with the launcher's output if it ends before that or takes too long
 */
export async function startInstance(options: InstanceOptions = {}): Promise<TestInstance> {
  const { port = 0, env = {}, services, limitMs = 90_000, entry = START_PROGRAM } = options;
  const dataDir = options.dataDir ?? (await mkdtemp(join(tmpdir(), 'meetingroom-instance-')));
  const launcher = spawn(process.execPath, [entry], {
    stdio: ['ignore', 'pipe', 'pipe'],
    env: {
      ...plainEnvironment(),
      ...fetchEnvironment(),
      ...(env.NODE_ENV === 'production' ? await identityProvider(dataDir) : {}),
      ...env,
      DATA_DIR: dataDir,
      PORT: String(port),
      MEETINGROOM_PARENT: String(process.pid),
      // The process that ends the instance removes the folder, even if this one is killed.
      ...(options.dataDir === undefined ? { MEETINGROOM_TEMPORARY: '1' } : {}),
      ...(services === undefined ? {} : { SERVICES: services.join(',') }),
    },
  });
  options.onSpawned?.(launcher);
  let output = '';
  for (const stream of [launcher.stdout, launcher.stderr])
    stream.on('data', (data) => (output += String(data)));
  const ended = once(launcher, 'exit');

  const instance: TestInstance = {
    get url() {
      return instance.addressOf('router');
    },
    dataDir,
    launcher,
    record() {
      const record = readRecord(dataDir);
      if (record === undefined) throw new Error(nothingRuns(dataDir));
      return record;
    },
    addressOf(name) {
      const service = instance.record().services[name];
      if (service === undefined) throw new Error(`${name} has no address.`);
      return service.url;
    },
    output: () => output,
    startOnly: (...names) => order(dataDir, 'start', names),
    stopOnly: (...names) => order(dataDir, 'stop', names),
    restart: (...names) => order(dataDir, 'restart', names),
    pidOf(name) {
      const found = instance.record().processes.find((process) => process.name === name);
      if (found === undefined) throw new Error(`${name} does not run.`);
      return found.pid;
    },
    kill: (signal) => void launcher.kill(signal),
    async stop() {
      if (launcher.exitCode === null && launcher.signalCode === null) {
        launcher.kill('SIGTERM');
        await ended;
      }
      return launcher.exitCode;
    },
    async [Symbol.asyncDispose]() {
      await instance.stop();
      if (options.dataDir === undefined) await rm(dataDir, { recursive: true, force: true });
    },
  };
  try {
    await untilReady(instance, limitMs);
    return instance;
  } catch (error) {
    await instance[Symbol.asyncDispose]();
    throw error;
  }
}

/**
 * What production needs: an identity provider, which is one with the keys of the local issuer, and a token of
 * the services.
 */
async function identityProvider(dataDir: string): Promise<Readonly<Record<string, string>>> {
  const issuer = await openIssuer(dataDir);
  const SERVICE_TOKEN = await issuer.mint({ subject: 'services', role: 'service', expiresIn: 24 * 3_600 });
  return { JWKS_URL: issuer.jwksUrl, SERVICE_TOKEN };
}

async function untilReady({ launcher, dataDir, output }: TestInstance, limitMs: number): Promise<void> {
  const until = Date.now() + limitMs;
  while (!(await findLauncher(dataDir)?.hasStarted())) {
    if (launcher.exitCode !== null || launcher.signalCode !== null)
      throw new Error(`The launcher ended:\n${output()}`);
    if (Date.now() > until) throw new Error(`Not ready after ${limitMs} ms:\n${output()}`);
    await delay(100);
  }
}

async function order(
  dataDir: string,
  command: 'start' | 'stop' | 'restart',
  names: readonly string[],
): Promise<void> {
  const client: LauncherClient | undefined = findLauncher(dataDir);
  const refusal =
    client === undefined ? { message: nothingRuns(dataDir) } : await client.order(command, names);
  if (refusal !== undefined) throw new Error(refusal.message);
}
