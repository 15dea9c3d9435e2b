import { parseArgs } from 'node:util';
import type { Bench } from '../bench.ts';
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
export const router: Bench = async ({ args, signal }) => {
  const { gateways, workloads, ...settings } = readSettings(args);
  const { seconds, rounds, connections } = settings;
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
};

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

type Settings = LoadSettings & {
  readonly gateways: readonly GatewayName[];
  readonly workloads: readonly Workload[];
};

function readSettings(args: readonly string[]): Settings {
  const { values } = parseArgs({
    args: [...args],
    options: {
      only: { type: 'string', default: GATEWAY_NAMES.join(',') },
      workload: { type: 'string', default: WORKLOADS.map(({ name }) => name).join(',') },
      seconds: { type: 'string', default: '12' },
      rounds: { type: 'string', default: '4' },
      'warm-up': { type: 'string', default: '4' },
      connections: { type: 'string', default: '16' },
    },
  });
  const [gateways, workloads] = [values.only.split(','), values.workload.split(',')];
  return {
    gateways: GATEWAY_NAMES.filter((name) => gateways.includes(name)),
    workloads: WORKLOADS.filter(({ name }) => workloads.includes(name)),
    seconds: Number(values.seconds),
    rounds: Number(values.rounds),
    warmUp: Number(values['warm-up']),
    connections: Number(values.connections),
  };
}
