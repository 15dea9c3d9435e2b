import { randomUUID } from 'node:crypto';
import { CannotStart } from '../cannot-start.ts';
import { type Issuer, openIssuer } from '../issuer.ts';
import { createGroup, type Group } from '../process/group.ts';
import { checkFree, createPorts, nextFree } from '../process/ports.ts';
import type { InstanceRecord } from '../process/record.ts';
import type { Supervised } from '../process/supervisor.ts';
import { type ServerName, settleAll } from '../servers.ts';
import { type Provision, provide, SERVER_NAMES, URL_VARIABLES } from './provisioning.ts';
import { instancesOf, ROUTER, SERVICES, SIMULATOR } from './services.ts';
import type { Env, Settings } from './settings.ts';
import { createUnits, type DevelopmentMode } from './units.ts';

/** One row of what runs where. */
export type Row = {
  readonly name: string;
  readonly state: string;
  readonly address: string;
  readonly origin: string;
  readonly pid: number | undefined;
  readonly restarts: number;
  readonly log: string | undefined;
};

/** Brings an instance up and looks after it. */
export type Launcher = {
  readonly url: string;
  readonly port: number;
  /** Undefined when an identity provider is configured. */
  readonly issuer: Issuer | undefined;
  /** What can be started and stopped by name. */
  readonly names: readonly string[];
  readonly group: Group;
  /** Starts everything wanted and waits until it is ready. @throws CannotStart */
  start(): Promise<void>;
  /** Notes where everything is, for other commands. */
  describe(control: NonNullable<InstanceRecord['control']>): void;
  startOnly(names: readonly string[]): Promise<void>;
  stopOnly(names: readonly string[]): Promise<void>;
  /**
   * Stops and starts one after the other, each ready before the next one goes. The name of a service means all its
   * instances; no name means every service and router. What is down stays down.
   */
  restart(names: readonly string[]): Promise<void>;
  rows(): Promise<readonly Row[]>;
  /** Stops everything in order. */
  close(): Promise<void>;
};

export type LauncherOptions = {
  readonly settings: Settings;
  readonly env: Env;
  /** The folder in which the programs of the services are looked for. */
  readonly root: string;
  readonly say: (line: string) => void;
  /** Set for a development run. */
  readonly development?: DevelopmentMode | undefined;
};

/**
 * Takes the data folder and the ports for an instance; `start` then brings it up.
 * @throws CannotStart when the folder or the port is not to be had.
 */
export async function createLauncher(options: LauncherOptions): Promise<Launcher> {
  const { settings, say } = options;
  const { only, dataDir, temporary } = settings;
  const group = await createGroup({ dataDir, id: randomUUID(), temporary, say });
  try {
    const ports = createPorts();
    const port = settings.port === 0 ? await ports.next() : settings.port;
    await checkFree(port, settings.host);
    const issuer = settings.jwksUrl === undefined ? await openIssuer(settings.dataDir) : undefined;
    const portOf = new Map<string, number>([[ROUTER.name, port]]);
    for (const { name } of instancesOf(ROUTER, settings.replicas(ROUTER.name)).slice(1)) {
      portOf.set(name, await nextFree(Math.max(...portOf.values()) + 1, settings.host));
    }
    const instances = SERVICES.flatMap((service) => instancesOf(service, settings.replicas(service.name)));
    for (const name of [...SERVER_NAMES, SIMULATOR.name, ...instances.map((instance) => instance.name)]) {
      portOf.set(name, await ports.next());
    }
    return assemble({ ...options, group, issuer, only, port: (name) => portOf.get(name) ?? 0 });
  } catch (error) {
    await group.close();
    throw error;
  }
}

type Parts = LauncherOptions & {
  readonly group: Group;
  readonly issuer: Issuer | undefined;
  readonly only: readonly string[] | undefined;
  readonly port: (name: string) => number;
};

function assemble(parts: Parts): Launcher {
  const { settings, say, group, issuer, only, port } = parts;
  const units = createUnits(parts);
  const routers = instancesOf(ROUTER, settings.replicas(ROUTER.name));
  const instances = SERVICES.flatMap((service) => instancesOf(service, settings.replicas(service.name)));
  const names = [
    ...routers.map(({ name }) => name),
    ...instances.map(({ name }) => name),
    ...(settings.ownProvider ? [] : [SIMULATOR.name]),
    ...SERVER_NAMES.filter((name) => settings.configured[name] === undefined),
  ];
  const provisions = new Map<ServerName, Promise<Provision>>();
  const supervised = new Map<string, Promise<Supervised>>();
  let known: InstanceRecord['services'] = {};
  let closing = false;

  const provision = (name: ServerName): Promise<Provision> =>
    made(provisions, name, () => provide(name, { settings, port: port(name), say }));

  /** The process of this name, made at the first use. */
  const process = (name: string): Promise<Supervised> =>
    made(supervised, name, async () => group.add(await make(name)));

  const isRouter = (name: string) => routers.some((each) => each.name === name);

  const make = async (name: string) => {
    const instance = instances.find((each) => each.name === name);
    if (instance !== undefined) return units.service(instance, provision);
    if (isRouter(name)) return units.router(name, provision);
    if (name === SIMULATOR.name) return units.simulator();
    const server = SERVER_NAMES.find((known) => known === name);
    const unit = server === undefined ? undefined : (await provision(server)).unit;
    if (unit === undefined) throw new CannotStart(`${name} is configured by URL and not run here.`);
    return unit;
  };

  const start = async (name: string): Promise<void> => {
    const unit = await process(name);
    if (!closing) await unit.start();
  };

  /** Started once; somebody who stops a server does not want it back because a service starts. */
  const startedForOthers = new Map<string, Promise<void>>();
  const startByName = async (name: string): Promise<void> => {
    const instance = [...routers, ...instances].find((each) => each.name === name);
    // What is not among our names is configured by URL.
    const needed = instance?.of.needs.filter((need) => names.includes(need)) ?? [];
    await settleAll(needed.map((need) => made(startedForOthers, need, () => start(need))));
    await start(name);
  };

  /** Notes where the servers are that were made ready so far. */
  const describeServers = async (): Promise<void> => {
    for (const [name, provided] of provisions)
      known = { ...known, [name]: { url: (await provided).url('postgres') } };
    group.describe({ services: known });
  };

  return {
    url: `http://localhost:${port(ROUTER.name)}`,
    port: port(ROUTER.name),
    issuer,
    names,
    group,
    async start() {
      const unknown = only?.filter((name) => !names.includes(name)) ?? [];
      if (unknown.length > 0)
        throw new CannotStart(`SERVICES names ${unknown.join(', ')}; there are ${names.join(', ')}.`);
      const isWanted = (name: string) => only === undefined || only.includes(name);
      const first = instances
        .filter(({ name, of }) => isWanted(name) || isWanted(of.name))
        .map(({ name }) => name);
      if (names.includes(SIMULATOR.name) && isWanted(SIMULATOR.name)) first.push(SIMULATOR.name);
      await settleAll([...first, ...routers.map(({ name }) => name)].map(startByName));
      await describeServers();
    },
    describe(control) {
      const http = names.filter((name) => !SERVER_NAMES.some((server) => server === name));
      known = Object.fromEntries(http.map((name) => [name, { url: units.address(name) }]));
      group.describe({ control, services: known });
    },
    async startOnly(wanted) {
      await settleAll(wanted.map(startByName));
      await describeServers();
    },
    async stopOnly(wanted) {
      // What was never started has no process to stop.
      await Promise.all(wanted.map(async (name) => (await supervised.get(name))?.stop()));
    },
    async restart(wanted) {
      const all = [...instances, ...routers];
      const isWanted = (name: string, service: string) => wanted.includes(name) || wanted.includes(service);
      const chosen = wanted.length === 0 ? all : all.filter(({ name, of }) => isWanted(name, of.name));
      const others = wanted.filter((name) => !all.some((each) => each.name === name));
      for (const name of [...chosen.map((each) => each.name), ...others]) {
        const process = await supervised.get(name);
        if (process === undefined || process.state() === 'down') continue;
        await process.stop();
        await startByName(name);
      }
    },
    async rows() {
      const running = await Promise.all(
        names.map((name) =>
          rowOf(
            name,
            group.units.find(({ unit }) => unit.name === name),
          ),
        ),
      );
      const elsewhere = SERVER_NAMES.flatMap((name) => {
        const url = settings.configured[name];
        return url === undefined ? [] : [configuredRow(name, url)];
      });
      return [...running, ...elsewhere];
    },
    async close() {
      closing = true;
      await group.close();
    },
  };
}

/** What was made under this name before, or else is made now; a failure is not kept. */
function made<Name, Made>(
  known: Map<Name, Promise<Made>>,
  name: Name,
  make: () => Promise<Made>,
): Promise<Made> {
  const there = known.get(name);
  if (there !== undefined) return there;
  const now = make().catch((error: unknown) => {
    known.delete(name);
    throw error;
  });
  known.set(name, now);
  return now;
}

async function rowOf(name: string, found: Supervised | undefined): Promise<Row> {
  if (found === undefined) {
    return { name, state: 'down', address: '', origin: '', pid: undefined, restarts: 0, log: undefined };
  }
  const state = found.state() === 'ready' && !(await found.unit.isReady()) ? 'not ready' : found.state();
  const { address, origin } = found.unit;
  return { name, state, address, origin, pid: found.pid(), restarts: found.restarts(), log: found.logFile };
}

function configuredRow(name: ServerName, url: string): Row {
  const address = URL.parse(url)?.host ?? '';
  return {
    name,
    state: 'elsewhere',
    address,
    origin: URL_VARIABLES[name],
    pid: undefined,
    restarts: 0,
    log: undefined,
  };
}
