import { randomUUID } from 'node:crypto';
import { mkdirSync, writeFileSync } from 'node:fs';
import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { natsServer } from '../../embedded/nats/server.ts';
import { createGroup, type Group } from '../../embedded/process/group.ts';
import { freePort } from '../../embedded/process/port-allocator.ts';
import { replies } from '../../embedded/process/probe.ts';
import type { Supervised } from '../../embedded/process/supervisor.ts';
import { connectNats } from '../messaging/jetstream/connection.ts';
import { ensureStreams } from '../messaging/jetstream/create-streams.ts';
import { createLogger } from '../telemetry/logger.ts';
import { eventually } from './eventually.ts';
import { kill } from './kill.ts';

/** Three NATS servers that are one cluster, each with JetStream on its own files. */
export type NatsCluster = AsyncDisposable & {
  /** The addresses of all three, separated by commas. */
  readonly url: string;
  /** The name of the server that leads a stream now. Waits until one does. */
  leaderOf(stream: string): Promise<string>;
  /** The names of the servers whose copy of a stream is complete. */
  currentOf(stream: string): Promise<readonly string[]>;
  /** SIGKILL. The server stays down. */
  kill(name: string): Promise<void>;
  start(name: string): Promise<void>;
};

const SERVERS = 3;
/** Elections take longer on a machine that does much else. */
const ELECTION_MS = 30_000;

type Node = {
  readonly name: string;
  readonly port: number;
  readonly route: string;
};

/** Starts the cluster and creates the streams of the contexts, each on all three servers. */
export async function startNatsCluster(contexts: readonly string[]): Promise<NatsCluster> {
  const folder = await mkdtemp(join(tmpdir(), 'meetingroom-cluster-'));
  const group = await createGroup({ dataDir: folder, id: randomUUID(), temporary: true, logBytes: 2 ** 20 });
  const nodes: Node[] = [];
  for (let number = 1; number <= SERVERS; number += 1) {
    const [port, route] = [await freePort(), await freePort()];
    nodes.push({ name: `nats-${number}`, port, route: `127.0.0.1:${route}` });
  }
  const url = nodes.map(({ port }) => `nats://127.0.0.1:${port}`).join(',');
  const link = connectNats({ url, name: 'cluster', log: createLogger('cluster', 'silent') });
  const close = async (): Promise<void> => {
    await link.close();
    await group.close();
  };
  try {
    const servers = await Promise.all(nodes.map((node) => addServer(group, node, nodes, folder)));
    await Promise.all(servers.map((server) => server.start()));
    const client = await link.client;
    await eventually(() => ensureStreams(client, contexts, { replicas: SERVERS }), ELECTION_MS);
    const find = (name: string): Supervised => {
      const server = servers.find(({ unit }) => unit.name === name);
      if (server === undefined) throw new Error(`${name} is not in the cluster`);
      return server;
    };
    return {
      url,
      leaderOf: (stream) =>
        eventually(async () => {
          const leader = (await client.jsm.streams.info(stream)).cluster?.leader;
          if (!leader) throw new Error(`${stream} has no leader`);
          return leader;
        }, ELECTION_MS),
      async currentOf(stream) {
        const { cluster } = await client.jsm.streams.info(stream);
        const followers = (cluster?.replicas ?? []).filter(({ current }) => current);
        return [cluster?.leader ?? '', ...followers.map(({ name }) => name)].toSorted();
      },
      kill: (name) => kill(find(name)),
      start: (name) => find(name).start(),
      [Symbol.asyncDispose]: close,
    };
  } catch (error) {
    await close();
    throw error;
  }
}

async function addServer(
  group: Group,
  { name, port, route }: Node,
  nodes: readonly Node[],
  folder: string,
): Promise<Supervised> {
  const { unit } = await natsServer({ dataDir: folder, port, say: () => {} });
  const store = join(folder, name);
  const config = join(store, 'nats.conf');
  mkdirSync(store, { recursive: true });
  const routes = nodes.map((node) => `"nats://${node.route}"`).join(', ');
  const lines = [
    `server_name: ${name}`,
    `listen: "127.0.0.1:${port}"`,
    `jetstream { store_dir: ${JSON.stringify(store)}, sync_interval: always }`,
    `cluster { name: meetingroom, listen: "${route}", routes: [${routes}] }`,
  ];
  writeFileSync(config, `${lines.join('\n')}\n`);
  return group.add({
    name,
    stage: unit.stage,
    address: unit.address,
    origin: unit.origin,
    stopSignal: unit.stopSignal,
    command: { ...unit.command, args: ['-c', config], cwd: store },
    isReady: () => replies(port, { start: 'INFO ' }),
  });
}
