import { randomUUID } from 'node:crypto';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { freePort } from '../../embedded/process/port-allocator.ts';
import { startServers } from '../../embedded/testing.ts';
import { connectNats } from '../../platform/messaging/jetstream/connection.ts';
import { createPublisher } from '../../platform/messaging/jetstream/publisher.ts';
import { createLogger } from '../../platform/telemetry/logger.ts';
import { processTimes } from '../proc.ts';
import type { Process, Workplace } from '../processes.ts';
import { isListening } from '../ready.ts';
import { ROUTER_SETTINGS } from '../router/gateways.ts';
import { CARRIED, FETCHED, OF_ROOMS, statusChange } from './event.ts';
import { startLiveGraph } from './graph.ts';

export type ContenderName = 'ours' | 'fetching' | 'distinct' | 'graphql-ws' | 'raw';

export const CONTENDERS: Readonly<
  Record<ContenderName, { readonly title: string; readonly query?: string; readonly ownRooms?: boolean }>
> = {
  ours: { title: 'this router', query: CARRIED },
  fetching: { title: 'this router, one field fetched', query: FETCHED },
  distinct: { title: 'this router, each with other rooms', query: OF_ROOMS, ownRooms: true },
  'graphql-ws': { title: 'graphql-ws', query: CARRIED },
  raw: { title: 'raw ws (the limit)' },
};

export const CONTENDER_NAMES = Object.keys(CONTENDERS) as readonly ContenderName[];

/** A server that sends every event to all its subscribers. */
export type LiveServer = AsyncDisposable & {
  readonly process: Process;
  readonly url: string;
  /** Resolves when the event has been sent. */
  publish(number: number): Promise<void>;
  /** CPU time of the message broker so far, in milliseconds, where there is one. */
  brokerCpuMs(): number | undefined;
  /** What it has done for events so far. */
  work(): Promise<Work>;
};

/** Fetches from subgraphs and executed operations; undefined if the server does not count them. */
export type Work = { readonly fetches: number | undefined; readonly executions: number | undefined };

export function startLiveServer(workplace: Workplace, name: ContenderName): Promise<LiveServer> {
  switch (name) {
    case 'ours':
    case 'fetching':
    case 'distinct':
      return startRouter(workplace);
    case 'graphql-ws':
      return startPlainServer(workplace, 'bench/live/graphql-ws-server.ts');
    case 'raw':
      return startPlainServer(workplace, 'bench/live/raw-server.ts');
  }
}

/** All subscribers are one client for the router: they have one address, and no token. */
const SETTINGS = 'live:\n  subscriptionsPerClient: 1000000\n  idsPerClient: 1000000\n';

/** The router over a real NATS server, to which events are published as a subgraph's relay does. */
async function startRouter(workplace: Workplace): Promise<LiveServer> {
  await using stack = new AsyncDisposableStack();
  const servers = stack.use(await startServers({ nats: true }));
  const nats = connectNats({ url: servers.url('nats'), name: 'bench', log: createLogger('bench', 'warn') });
  stack.defer(() => nats.close());
  await nats.client;
  const publish = createPublisher(nats, 'room');
  const graph = await startLiveGraph(workplace);
  const config = join(workplace.folder, 'live.yaml');
  await writeFile(config, SETTINGS);
  const port = await freePort();
  const process = stack.use(
    workplace.start({
      program: 'router/main.ts',
      args: ['--supergraph', graph.supergraph, '--port', String(port), '--config', config],
      env: { ...ROUTER_SETTINGS, NATS_URL: servers.url('nats') },
    }),
  );
  await process.untilReady(() => isListening(port));
  const broker = servers.server('nats').pid();
  if (broker === undefined) throw new Error('NATS does not run');
  const running = stack.move();
  let fetches = 0;
  return {
    process,
    url: `ws://127.0.0.1:${port}/graphql`,
    async publish(number) {
      const data = statusChange(number);
      const id = randomUUID();
      await publish([
        {
          id,
          type: 'meetingroom.room.statusChanged.v1',
          aggregateId: data.room.id,
          version: number + 1,
          time: new Date().toISOString(),
          cause: { correlationId: id, causationId: id },
          data,
        },
      ]);
    },
    brokerCpuMs: () => processTimes(broker).ownMs,
    async work() {
      fetches += (await graph.counts()).fetches;
      return { fetches, executions: await readMetric(port, 'router_live_executions_total') };
    },
    [Symbol.asyncDispose]: () => running.disposeAsync(),
  };
}

/**
 * The sum of a counter of the router's `/metrics` over its labels; undefined until it is counted for the
 * first time.
 */
async function readMetric(port: number, name: string): Promise<number | undefined> {
  const response = await fetch(`http://127.0.0.1:${port}/metrics`);
  const lines = (await response.text()).split('\n').filter((line) => line.startsWith(`${name}{`));
  if (lines.length === 0) return undefined;
  return lines.reduce((sum, line) => sum + Number(line.slice(line.lastIndexOf(' '))), 0);
}

async function startPlainServer(workplace: Workplace, program: string): Promise<LiveServer> {
  const port = await freePort();
  const process = workplace.start({ program, args: [String(port)] });
  await process.untilReady(() => isListening(port));
  return {
    process,
    url: `ws://127.0.0.1:${port}/graphql`,
    publish: (number) => process.ask('publish', number),
    brokerCpuMs: () => undefined,
    work: async () => ({ fetches: undefined, executions: undefined }),
    [Symbol.asyncDispose]: () => process[Symbol.asyncDispose](),
  };
}
