import { randomUUID } from 'node:crypto';
import { CannotStart } from '../cannot-start.ts';
import { type Issuer, openIssuer } from '../issuer.ts';
import { createGroup, type Group } from '../process/group.ts';
import type { InstanceRecord } from '../process/record.ts';
import { SERVER_NAMES } from '../server.ts';
import { settleAll } from '../servers.ts';
import { assignPorts, CONTROL } from './assign-ports.ts';
import { type Disk, watchDisk } from './disk.ts';
import { metricsOf, ROUTER, SIMULATOR } from './services.ts';
import { type Env, type Members, membersOf, type Settings } from './settings.ts';
import { createStarter } from './starter.ts';
import { configuredRow, type DiskState, processRow, type StatusRow } from './status-table.ts';
import { createUnits, type DevelopmentMode } from './units.ts';

/** Starts an instance and keeps it running. */
export type Launcher = {
  readonly url: string;
  readonly port: number;
  /** Undefined when an identity provider is configured. */
  readonly issuer: Issuer | undefined;
  /** Everything that can be started and stopped by name. */
  readonly names: readonly string[];
  readonly group: Group;
  /** Starts everything that the settings ask for and waits until it is ready. @throws CannotStart */
  start(): Promise<void>;
  /** The URL of the port of the router's metrics, where they have one of their own. */
  readonly metricsUrl: string | undefined;
  /** The port for the commands to the running instance. */
  readonly controlPort: number;
  /** Records all addresses, so that other commands find the instance. */
  describe(control: NonNullable<InstanceRecord['control']>): void;
  startOnly(names: readonly string[]): Promise<void>;
  stopOnly(names: readonly string[]): Promise<void>;
  /**
   * Stops and starts one process after the other; each is ready before the next one stops. The name of a
   * service means all its processes; without names, every service and router restarts. What is down stays
   * down.
   */
  restart(names: readonly string[]): Promise<void>;
  rows(): Promise<readonly StatusRow[]>;
  /** The disk of the data folder. */
  disk(): DiskState;
  /** Stops everything in order. */
  close(): Promise<void>;
};

export type LauncherOptions = {
  readonly settings: Settings;
  readonly env: Env;
  /** The folder that contains the services' programs. */
  readonly root: string;
  readonly say: (line: string) => void;
  /** Set for a development run. */
  readonly development?: DevelopmentMode | undefined;
};

/**
 * Claims the data folder and the ports of an instance; `start` then brings it up.
 * @throws CannotStart if the folder or the port is in use.
 */
export async function createLauncher(options: LauncherOptions): Promise<Launcher> {
  const { settings, say } = options;
  const { dataDir, temporary, logBytes } = settings;
  const group = await createGroup({ dataDir, id: randomUUID(), temporary, logBytes, say });
  try {
    const members = membersOf(settings);
    const ports = await assignPorts(settings, members);
    const issuer = settings.jwksUrl === undefined ? await openIssuer(dataDir) : undefined;
    const disk = await watchDisk({ ...settings, say });
    return assemble({
      ...options,
      members,
      group,
      issuer,
      disk,
      port: (name) => ports.get(name) ?? 0,
      hasPort: (name) => ports.has(name),
    });
  } catch (error) {
    await group.close();
    throw error;
  }
}

function assemble(
  parts: LauncherOptions & {
    readonly members: Members;
    readonly group: Group;
    readonly issuer: Issuer | undefined;
    readonly disk: Disk;
    readonly port: (name: string) => number;
    readonly hasPort: (name: string) => boolean;
  },
): Launcher {
  const { settings, members, group, issuer, disk, port } = parts;
  const { names } = members;
  const units = createUnits(parts);
  const starter = createStarter({ ...parts, units });
  let addresses: InstanceRecord['services'] = {};

  /** Starts processes side by side and records the addresses of the servers that they needed. */
  async function startAll(wanted: readonly string[]): Promise<void> {
    await settleAll(wanted.map(starter.start));
    addresses = { ...addresses, ...(await starter.serverAddresses()) };
    group.describe({ services: addresses });
  }

  return {
    url: `http://localhost:${port(ROUTER.name)}`,
    port: port(ROUTER.name),
    metricsUrl: parts.hasPort(metricsOf(ROUTER.name)) ? units.address(metricsOf(ROUTER.name)) : undefined,
    controlPort: port(CONTROL),
    issuer,
    names,
    group,
    async start() {
      await startAll(startedFirst(settings, members));
    },
    describe(control) {
      const servesHttp = names.filter((name) => !SERVER_NAMES.some((server) => server === name));
      const metrics = servesHttp.map(metricsOf).filter(parts.hasPort);
      addresses = Object.fromEntries(
        [...servesHttp, ...metrics].map((name) => [name, { url: units.address(name) }]),
      );
      group.describe({ control, services: addresses, issuer: issuer ? 'local' : 'elsewhere' });
    },
    startOnly: startAll,
    async stopOnly(wanted) {
      // What was never started has no process to stop.
      await Promise.all(wanted.map(async (name) => (await starter.started(name))?.stop()));
    },
    async restart(wanted) {
      for (const name of restartOrder(members, wanted)) {
        const process = await starter.started(name);
        if (process === undefined || process.state() === 'down') continue;
        await process.stop();
        await starter.start(name);
      }
    },
    async rows() {
      const findProcess = (name: string) => group.units.find(({ unit }) => unit.name === name);
      const here = await Promise.all(names.map((name) => processRow(name, findProcess(name))));
      const elsewhere = SERVER_NAMES.flatMap((name) => {
        const configured = settings.configured[name];
        return configured ? [configuredRow(name, configured)] : [];
      });
      return [...here, ...elsewhere];
    },
    disk: () => disk.state(),
    async close() {
      starter.cancel();
      await group.close();
      await disk.close();
    },
  };
}

/**
 * The names to start at first: the services that SERVICES chooses (all without it) and the routers.
 * @throws CannotStart if SERVICES contains an unknown name.
 */
function startedFirst({ only }: Settings, { routers, services, names }: Members): readonly string[] {
  const unknown = only?.filter((name) => !names.includes(name)) ?? [];
  if (unknown.length > 0)
    throw new CannotStart(`SERVICES names ${unknown.join(', ')}; there are ${names.join(', ')}.`);
  const isWanted = (name: string) => only === undefined || only.includes(name);
  const chosen = services
    .filter(({ name, of }) => isWanted(name) || isWanted(of.name))
    .map(({ name }) => name);
  if (names.includes(SIMULATOR.name) && isWanted(SIMULATOR.name)) chosen.push(SIMULATOR.name);
  return [...chosen, ...routers.map(({ name }) => name)];
}

/** The processes to restart: services before routers, then servers and the simulator if they are named. */
function restartOrder({ routers, services }: Members, wanted: readonly string[]): readonly string[] {
  const all = [...services, ...routers];
  const chosen = all.filter(
    ({ name, of }) => wanted.length === 0 || wanted.includes(name) || wanted.includes(of.name),
  );
  const others = wanted.filter((name) => !all.some((each) => each.name === name));
  return [...chosen.map(({ name }) => name), ...others];
}
