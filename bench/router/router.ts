import { defineBench } from '../bench.ts';
import { createWorkplace } from '../processes.ts';
import { megabytes, percentile, printHeading, printTable } from '../report.ts';
import { GATEWAY_NAMES, GATEWAYS, type GatewayName, installGateways } from './gateways.ts';
import { type RunningGraph, startGraph } from './graphs.ts';
import { type Cell, type LoadSettings, measure } from './measure.ts';
import { type GraphName, WORKLOADS, type Workload } from './workloads.ts';

/**
 * Measures our router, its peers and hand-written code in one run: same machine, subgraphs and supergraph,
 * each gateway in its own process, one at a time under load.
 */
async function measureRouters(settings: Settings, signal: AbortSignal): Promise<void> {
  const { gateways, workloads, seconds, rounds, connections } = settings;
  await installGateways(gateways, signal);
  printHeading(
    `Router: ${connections} connections, ${seconds} s each in ${rounds} rounds, every request with its own Authorization`,
  );
  await using workplace = await createWorkplace(signal);
  const load = workplace.start({ program: 'bench/router/load.ts' });
  const graphs = new Map<GraphName, RunningGraph>();
  for (const workload of workloads) {
    const graph = graphs.get(workload.graph) ?? (await startGraph(workplace, workload.graph));
    graphs.set(workload.graph, graph);
    const { cells, data } = await measure({ workplace, load, graph, workload, gateways, settings });
    printCells(workload, cells, JSON.stringify(data).length);
  }
}

type Settings = LoadSettings & {
  readonly gateways: readonly GatewayName[];
  readonly workloads: readonly Workload[];
};

export const router = defineBench(
  {
    name: 'router',
    about: 'Queries beside Apollo Gateway, Hive Gateway and the same by hand.',
    options: {
      only: { type: 'names', of: GATEWAY_NAMES, about: 'the servers' },
      workload: { type: 'names', of: WORKLOADS.map(({ name }) => name), about: 'the queries' },
      seconds: {
        type: 'number',
        from: 1,
        to: 3_600,
        default: 12,
        about: 'how long each query is sent to each server, over all rounds',
      },
      rounds: { type: 'number', from: 1, to: 100, default: 4, about: 'how often the servers take turns' },
      'warm-up': { type: 'number', from: 0, to: 3_600, default: 4, about: 'the seconds of load before' },
      connections: { type: 'number', from: 1, to: 1_000, default: 16, about: 'how many send at a time' },
    },
    example: 'router --only ours,limit --seconds 6',
  },
  ({ only, workload, 'warm-up': warmUp, ...load }, signal) => {
    const workloads = WORKLOADS.filter(({ name }) => workload.includes(name));
    return measureRouters({ ...load, warmUp, gateways: only, workloads }, signal);
  },
);

function printCells({ title }: Workload, cells: readonly Cell[], bytes: number): void {
  const cpuOf = (name: GatewayName) => cells.find(({ gateway }) => gateway === name)?.cpuMs;
  const [limit, ours] = [cpuOf('limit'), cpuOf('ours')];
  const ratio = (part: number | undefined, whole: number | undefined) =>
    part === undefined || whole === undefined ? '' : `${(part / whole).toFixed(2)} ×`;
  console.log(`${title} (${(bytes / 1_000).toFixed(1)} kB)\n`);
  printTable(
    [
      '',
      'CPU ms/request',
      'of the limit',
      'ours of it',
      'requests/s',
      'p50 ms',
      'p99 ms',
      'RSS MB',
      'fetches',
    ],
    cells.map(({ gateway, cpuMs, times, seconds, residentBytes, fetches }) => [
      GATEWAYS[gateway],
      cpuMs.toFixed(3),
      ratio(cpuMs, limit),
      ratio(ours, cpuMs),
      (times.length / seconds).toFixed(0),
      percentile(times, 0.5).toFixed(1),
      percentile(times, 0.99).toFixed(1),
      megabytes(residentBytes),
      fetches.toFixed(1),
    ]),
  );
  console.log();
}
