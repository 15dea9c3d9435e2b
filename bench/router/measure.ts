import { isDeepStrictEqual } from 'node:util';
import type { Process, Workplace } from '../processes.ts';
import { queryOnce } from '../ready.ts';
import { GATEWAYS, type GatewayName, startGateway } from './gateways.ts';
import type { RunningGraph } from './graphs.ts';
import type { LoadRequest, LoadResult } from './load.ts';
import { bodyOf, type Workload } from './workloads.ts';

/**
 * A gateway's result for one workload. Times are milliseconds; `times` are those of all requests in ascending
 * order.
 */
export type Cell = {
  readonly gateway: GatewayName;
  readonly cpuMs: number;
  readonly times: readonly number[];
  readonly seconds: number;
  readonly residentBytes: number;
  readonly fetches: number;
};

/** Slow gateways must not be measured colder than fast ones. */
const WARM_REQUESTS = 1_000;

export type LoadSettings = {
  /** For each gateway, over all rounds. */
  readonly seconds: number;
  readonly warmUp: number;
  /** The gateways take turns, so that other load on the machine affects all of them. */
  readonly rounds: number;
  readonly connections: number;
};

export type MeasureOptions = {
  readonly workplace: Workplace;
  /** The process of load.ts. */
  readonly load: Process;
  readonly graph: RunningGraph;
  readonly workload: Workload;
  readonly gateways: readonly GatewayName[];
  readonly settings: LoadSettings;
};

/**
 * Sends one workload to each gateway and returns its cost and the response.
 * @throws Error if responses differ, or a gateway does not forward every caller
 */
export async function measure(
  options: MeasureOptions,
): Promise<{ readonly cells: readonly Cell[]; readonly data: unknown }> {
  const { workplace, load, graph, workload, gateways, settings } = options;
  const body = bodyOf(workload);
  await using stack = new AsyncDisposableStack();
  const contenders: Contender[] = [];
  for (const gateway of gateways) {
    const server = stack.use(await startGateway(workplace, gateway, graph));
    const run = (seconds: number, atLeast = 0) =>
      load.ask<LoadResult>('load', {
        url: server.url,
        body,
        connections: settings.connections,
        seconds,
        atLeast,
      } satisfies LoadRequest);
    contenders.push({ gateway, server, run, data: await firstAnswer(server, body), slices: [] });
  }
  const data = contenders[0]?.data;
  for (const each of contenders) {
    if (!isDeepStrictEqual(each.data, data))
      throw new Error(`${GATEWAYS[each.gateway]} does not answer ${workload.operationName} as the others do`);
    await each.run(settings.warmUp, WARM_REQUESTS);
  }
  for (let round = 0; round < settings.rounds; round += 1) {
    for (const each of contenders)
      each.slices.push(await slice(each, graph, settings.seconds / settings.rounds));
  }
  return { cells: contenders.map(cellOf), data };
}

type Contender = {
  readonly gateway: GatewayName;
  readonly server: Process;
  readonly run: (seconds: number, atLeast?: number) => Promise<LoadResult>;
  readonly data: unknown;
  readonly slices: Slice[];
};

type Slice = LoadResult & { readonly cpuMs: number; readonly fetches: number };

async function firstAnswer(server: Process & { readonly url: string }, body: string): Promise<unknown> {
  let data: unknown;
  await server.untilReady(async () => {
    data = await queryOnce(server.url, body);
    return data !== undefined;
  });
  return data;
}

async function slice(
  { gateway, server, run }: Contender,
  graph: RunningGraph,
  seconds: number,
): Promise<Slice> {
  await graph.counts();
  const before = server.cpuMs();
  const result = await run(seconds);
  const cpuMs = server.cpuMs() - before;
  const { fetches, callers } = await graph.counts();
  if (result.wrong > 0) throw new Error(`${GATEWAYS[gateway]} gave ${result.wrong} wrong answers`);
  if (callers < result.times.length)
    throw new Error(`${GATEWAYS[gateway]} forwarded ${callers} callers of ${result.times.length}`);
  return { ...result, cpuMs, fetches };
}

function cellOf({ gateway, server, slices }: Contender): Cell {
  const times = slices.flatMap((each) => [...each.times]).sort((a, b) => a - b);
  const sum = (value: (each: Slice) => number) => slices.reduce((total, each) => total + value(each), 0);
  return {
    gateway,
    times,
    seconds: sum(({ seconds }) => seconds),
    cpuMs: sum(({ cpuMs }) => cpuMs) / times.length,
    fetches: sum(({ fetches }) => fetches) / times.length,
    residentBytes: server.residentBytes(),
  };
}
