import { defineBench } from '../bench.ts';
import { createWorkplace } from '../processes.ts';
import { megabytes, percentile, printHeading, printTable } from '../report.ts';
import { type Audience, createAudience } from './audience.ts';
import {
  CONTENDER_NAMES,
  CONTENDERS,
  type ContenderName,
  type LiveServer,
  startLiveServer,
} from './servers.ts';

/** Subscribers and events that warm a server up before its memory is measured. */
const WARM_UP = { subscribers: 100, events: 100 };

const [LEAST_EVENTS, MOST_EVENTS] = [20, 200];

type Cell = {
  readonly name: ContenderName;
  /** From publishing to arrival, in milliseconds, in ascending order. */
  readonly times: readonly number[];
  readonly cpuMs: number;
  /** To subscribe all: CPU time of the server and of the message broker. */
  readonly subscribing: { readonly cpuMs: number; readonly brokerMs: number | undefined };
  /** CPU time of the message broker for an event. */
  readonly brokerMs: number | undefined;
  readonly bytesPerSubscriber: number;
  readonly residentBytes: number;
  /** Per event. */
  readonly fetches: number | undefined;
  readonly executions: number | undefined;
  readonly bytes: number;
};

/**
 * Sends one event to many WebSocket subscribers of one document: our router over NATS, beside graphql-ws and
 * beside one string sent over raw `ws`. Each event is published when the previous one has reached all
 * subscribers.
 */
async function measureLive(names: readonly ContenderName[], sizes: readonly Size[], signal: AbortSignal) {
  for (const { subscribers, events } of sizes) {
    printHeading(`Live: ${subscribers} subscribers, ${events} events one after another`);
    const cells: Cell[] = [];
    for (const name of names) {
      // Clients are new for each server, too, so that none inherits another's garbage.
      await using workplace = await createWorkplace(signal);
      await using server = await startLiveServer(workplace, name);
      cells.push(await measure(name, server, createAudience(workplace), { subscribers, events }));
    }
    printCells(cells);
  }
}

export const live = defineBench(
  {
    name: 'live',
    about: 'Events to 1,000 and 10,000 subscribers beside graphql-ws and raw ws.',
    options: {
      only: { type: 'names', of: CONTENDER_NAMES, about: 'the servers' },
      subscribers: { type: 'number', from: 1, to: 100_000, about: 'how many (default 1000, then 10000)' },
      messages: {
        type: 'number',
        from: 1,
        to: 100_000_000,
        default: 300_000,
        about: `how many arrive in all, from ${LEAST_EVENTS} to ${MOST_EVENTS} at each subscriber`,
      },
    },
    example: 'live --only ours,raw --subscribers 1000',
  },
  ({ only, subscribers, messages }, signal) => {
    const counts = subscribers === undefined ? [1_000, 10_000] : [subscribers];
    const sizes = counts.map((count) => {
      const events = Math.min(MOST_EVENTS, Math.max(LEAST_EVENTS, Math.round(messages / count)));
      return { subscribers: count, events };
    });
    return measureLive(only, sizes, signal);
  },
);

type Size = { readonly subscribers: number; readonly events: number };

async function measure(
  name: ContenderName,
  server: LiveServer,
  audience: Audience,
  size: Size,
): Promise<Cell> {
  const { url, process } = server;
  const { query, ownRooms = false } = CONTENDERS[name];
  let published = 0;
  async function send(): Promise<{ readonly times: readonly number[]; readonly bytes: number }> {
    published += 1;
    const at = performance.timeOrigin + performance.now();
    const [{ times, bytes }] = await Promise.all([audience.arrivals(), server.publish(published)]);
    return { times: times.map((time) => time - at), bytes };
  }

  /** CPU time of the server and the broker while work runs, in milliseconds. */
  async function cpuOf(work: () => Promise<void>) {
    const before = { server: process.cpuMs(), broker: server.brokerCpuMs() };
    await work();
    const broker = server.brokerCpuMs();
    return {
      cpuMs: process.cpuMs() - before.server,
      brokerMs: broker === undefined ? undefined : broker - (before.broker ?? 0),
    };
  }

  await server.publish(0);
  await audience.connect({ url, query, ownRooms, count: WARM_UP.subscribers });
  for (let event = 0; event < WARM_UP.events; event += 1) await send();
  await audience.disconnect();
  await process.ask('collectGarbage');
  const idle = process.residentBytes();

  const subscribing = await cpuOf(() => audience.connect({ url, query, ownRooms, count: size.subscribers }));
  await send();
  const workBefore = await server.work();
  const sent: Awaited<ReturnType<typeof send>>[] = [];
  const { cpuMs, brokerMs } = await cpuOf(async () => {
    for (let event = 0; event < size.events; event += 1) sent.push(await send());
  });
  const work = await server.work();
  const residentBytes = process.residentBytes();
  await process.ask('collectGarbage');
  const times = sent.flatMap((each) => each.times).sort((a, b) => a - b);
  return {
    name,
    times,
    cpuMs,
    subscribing,
    brokerMs: brokerMs === undefined ? undefined : brokerMs / size.events,
    residentBytes,
    bytesPerSubscriber: (process.residentBytes() - idle) / size.subscribers,
    fetches: perEvent(workBefore.fetches, work.fetches, size),
    executions: perEvent(workBefore.executions, work.executions, size),
    bytes: sent[0]?.bytes ?? 0,
  };
}

function perEvent(
  before: number | undefined,
  after: number | undefined,
  { events }: Size,
): number | undefined {
  return before === undefined || after === undefined ? undefined : (after - before) / events;
}

function printCells(cells: readonly Cell[]): void {
  const perMessage = ({ cpuMs, times }: Cell) => (cpuMs * 1_000) / times.length;
  const limit = cells.find(({ name }) => name === 'raw');
  printTable(
    [
      '',
      'p50 ms',
      'p99 ms',
      'CPU µs/message',
      'of the limit',
      'KB/subscriber',
      'RSS MB',
      'executions/event',
      'fetches/event',
      'bytes/message',
      'subscribing, CPU ms',
      'of NATS',
      'CPU ms/event of NATS',
    ],
    cells.map((cell) => [
      CONTENDERS[cell.name].title,
      percentile(cell.times, 0.5).toFixed(1),
      percentile(cell.times, 0.99).toFixed(1),
      perMessage(cell).toFixed(1),
      limit ? `${(perMessage(cell) / perMessage(limit)).toFixed(2)} ×` : '',
      (cell.bytesPerSubscriber / 1_000).toFixed(1),
      megabytes(cell.residentBytes),
      cell.executions?.toFixed(1) ?? '',
      cell.fetches?.toFixed(1) ?? '',
      cell.bytes,
      cell.subscribing.cpuMs.toFixed(0),
      cell.subscribing.brokerMs?.toFixed(0) ?? '',
      cell.brokerMs?.toFixed(1) ?? '',
    ]),
  );
}
