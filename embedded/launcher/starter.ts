import { errorMessage } from '../../platform/errors.ts';
import { createStreams } from '../../platform/messaging/jetstream/create-streams.ts';
import type { StreamChoices } from '../../platform/messaging/jetstream/current-stream.ts';
import { type NatsSettings, readNatsSettings } from '../../platform/messaging/jetstream/settings.ts';
import { CONTEXTS } from '../../schema/events/contexts.ts';
import { CannotStart } from '../cannot-start.ts';
import type { Group } from '../process/group.ts';
import type { InstanceRecord } from '../process/record.ts';
import type { Supervised } from '../process/supervisor.ts';
import { SERVER_NAMES, type ServerName } from '../server.ts';
import { SERVERS, settleAll } from '../servers.ts';
import { DATABASES, SIMULATOR, URL_VARIABLES } from './services.ts';
import type { Env, Members, Settings } from './settings.ts';
import type { Provision, Units } from './units.ts';

/**
 * Starts processes by name. A process is made at its first start; the servers that it needs are provided
 * then.
 */
export type Starter = {
  /** Starts a process and what it needs, and waits until it is ready. @throws CannotStart */
  start(name: string): Promise<void>;
  /** The process of this name, or undefined if it was never started. */
  started(name: string): Promise<Supervised | undefined>;
  /** The addresses of the servers that have been provided so far. */
  serverAddresses(): Promise<InstanceRecord['services']>;
  /** Prevents further starts; a process that is being made is not started any more. */
  cancel(): void;
};

export function createStarter(deps: {
  readonly settings: Settings;
  readonly env: Env;
  readonly members: Members;
  readonly units: Units;
  readonly group: Group;
  readonly port: (name: string) => number;
  readonly say: (line: string) => void;
}): Starter {
  const { settings, env, members, units, group, port, say } = deps;
  const provisions = new Map<ServerName, Promise<Provision>>();
  const processes = new Map<string, Promise<Supervised>>();
  /** Needs are started once: a server that was stopped by name stays down when a service starts. */
  const needsStarted = new Map<string, Promise<void>>();
  let cancelled = false;

  function provision(name: ServerName): Promise<Provision> {
    return memoize(provisions, name, () => provide(name, { settings, env, port: port(name), say }));
  }

  async function createUnit(name: string) {
    const service = members.services.find((each) => each.name === name);
    if (service !== undefined) return units.service(service, provision);
    if (members.routers.some((each) => each.name === name)) return units.router(name, provision);
    if (name === SIMULATOR.name) return units.simulator();
    const server = SERVER_NAMES.find((each) => each === name);
    const unit = server === undefined ? undefined : (await provision(server)).unit;
    if (unit === undefined) throw new CannotStart(`${name} is configured by URL and not run here.`);
    return unit;
  }

  async function startAlone(name: string): Promise<void> {
    const process = await memoize(processes, name, async () => group.add(await createUnit(name)));
    if (!cancelled) await process.start();
  }

  return {
    async start(name) {
      const instance = [...members.routers, ...members.services].find((each) => each.name === name);
      // A need that is not a member is configured by URL.
      const needs = instance?.of.needs.filter((need) => members.names.includes(need)) ?? [];
      await settleAll(needs.map((need) => memoize(needsStarted, need, () => startAlone(need))));
      await startAlone(name);
    },
    async started(name) {
      return processes.get(name);
    },
    async serverAddresses() {
      const entries = [...provisions].map(
        async ([name, provided]) => [name, { url: (await provided).url() }] as const,
      );
      return Object.fromEntries(await Promise.all(entries));
    },
    cancel() {
      cancelled = true;
    },
  };
}

/** Returns the value made earlier under this key, or makes it. A failure is not kept. */
function memoize<Key, Value>(
  known: Map<Key, Promise<Value>>,
  key: Key,
  make: () => Promise<Value>,
): Promise<Value> {
  const existing = known.get(key);
  if (existing !== undefined) return existing;
  const made = make().catch((error: unknown) => {
    known.delete(key);
    throw error;
  });
  known.set(key, made);
  return made;
}

/**
 * Prepares a server to run on the port, unless it is configured by URL.
 * @throws CannotStart if its program cannot be obtained.
 */
async function provide(
  name: ServerName,
  options: {
    readonly settings: Settings;
    readonly env: Env;
    readonly port: number;
    readonly say: (line: string) => void;
  },
): Promise<Provision> {
  const { settings, env, port, say } = options;
  const configured = settings.configured[name];
  if (configured !== undefined) {
    // Users with few rights may neither create streams nor change them.
    if (name === 'nats' && (configured.users.size > 0 || isChosen(settings.kept)))
      await createStreamsBy(readNatsSettings(env), settings.kept, say);
    return { unit: undefined, url: configured.url };
  }
  const { dataDir, kept } = settings;
  return SERVERS[name]({ dataDir, port, say, databases: DATABASES, kept });
}

function isChosen({ eventsKeptMs, deadKeptMs }: StreamChoices): boolean {
  return eventsKeptMs !== undefined || deadKeptMs !== undefined;
}

/** Creates and changes streams as the user of NATS_URL. @throws CannotStart */
async function createStreamsBy(
  settings: NatsSettings,
  kept: StreamChoices,
  say: (line: string) => void,
): Promise<void> {
  try {
    for (const note of await createStreams(settings, CONTEXTS, kept)) say(note);
  } catch (error) {
    throw new CannotStart(
      `The streams cannot be created by the user of ${URL_VARIABLES.nats}: ${errorMessage(error)}.`,
    );
  }
}
