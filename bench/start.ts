import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { startInstance } from '../embedded/testing.ts';
import { defineBench } from './bench.ts';
import { residentBytes } from './proc.ts';
import { createWorkplace, type Workplace } from './processes.ts';
import { queryOnce } from './ready.ts';
import { megabytes, percentile, printHeading, printTable } from './report.ts';
import {
  GATEWAY_NAMES,
  GATEWAYS,
  type GatewayInput,
  type GatewayName,
  installGateways,
  startGateway,
} from './router/gateways.ts';
import { startGraph } from './router/graphs.ts';
import { BOARD_WORKLOAD, bodyOf } from './router/workloads.ts';

/** How long a process is idle before its memory is read. */
const REST_MS = 3_000;
const POLL_MS = 10;

/** The time from the start of a process to its first response, in milliseconds, and its memory then. */
type Start = { readonly readyMs: number; readonly residentBytes: number };

/** Measures how quickly gateways and the whole product start, and their memory at rest. */
async function measureStarts({ names, rounds, product }: Settings, signal: AbortSignal): Promise<void> {
  await installGateways(names, signal);
  printHeading(`Start: until the first board of 20 rooms is answered, median of ${rounds}`);
  await using workplace = await createWorkplace(signal);
  const graph = await startGraph(workplace, 'board');
  const starts = new Map<GatewayName, Start[]>(names.map((name) => [name, []]));
  for (let round = 0; round < rounds; round += 1) {
    for (const [name, measured] of starts) measured.push(await startOnce(workplace, name, graph));
  }
  printTable(
    ['', 'ready ms', 'RSS MB at rest'],
    [...starts].map(([name, measured]) => [
      GATEWAYS[name],
      median(measured.map(({ readyMs }) => readyMs)).toFixed(0),
      megabytes(median(measured.map((each) => each.residentBytes))),
    ]),
  );
  if (product) await startProduct(signal);
}

type Settings = {
  readonly names: readonly GatewayName[];
  readonly rounds: number;
  readonly product: boolean;
};

export const start = defineBench(
  {
    name: 'start',
    about: 'Time to ready and memory at rest of gateways and the whole product.',
    options: {
      only: { type: 'names', of: GATEWAY_NAMES, about: 'the servers' },
      rounds: { type: 'number', from: 1, to: 100, default: 5, about: 'how often each is started' },
      'no-product': { type: 'switch', about: 'does not start the whole product' },
    },
    example: 'start --rounds 3 --no-product',
  },
  ({ only, rounds, 'no-product': gatewaysOnly }, signal) =>
    measureStarts({ names: only, rounds, product: gatewaysOnly !== true }, signal),
);

async function startOnce(workplace: Workplace, name: GatewayName, served: GatewayInput): Promise<Start> {
  const body = bodyOf(BOARD_WORKLOAD);
  const begun = performance.now();
  await using server = await startGateway(workplace, name, served);
  await server.untilReady(async () => (await queryOnce(server.url, body)) !== undefined, {
    everyMs: POLL_MS,
  });
  const readyMs = performance.now() - begun;
  await delay(REST_MS, undefined, { signal: workplace.signal });
  return { readyMs, residentBytes: server.residentBytes() };
}

/**
 * All services, servers and the simulator, started like `npm start`: in an empty folder, and in the same
 * folder again.
 */
async function startProduct(signal: AbortSignal): Promise<void> {
  // Outside the workplace, which is removed at once: the product's launcher needs its folder to stop in
  // order.
  const dataDir = await mkdtemp(join(tmpdir(), 'meetingroom-bench-product-'));
  await using stack = new AsyncDisposableStack();
  stack.defer(() => rm(dataDir, { recursive: true, force: true }));
  const rows: (readonly [string, string, string, number])[] = [];
  for (const title of ['for the first time', 'again']) {
    signal.throwIfAborted();
    const begun = performance.now();
    await using instance = await startInstance({ dataDir });
    const readyMs = performance.now() - begun;
    await delay(REST_MS, undefined, { signal });
    const { processes } = instance.record();
    const bytes = processes.reduce((sum, { pid }) => sum + residentBytes(pid), 0);
    rows.push([title, readyMs.toFixed(0), megabytes(bytes), processes.length]);
  }
  console.log('\nThe whole product:\n');
  printTable(['', 'ready ms', 'RSS MB at rest', 'processes'], rows);
}

function median(values: readonly number[]): number {
  return percentile(
    [...values].sort((a, b) => a - b),
    0.5,
  );
}
