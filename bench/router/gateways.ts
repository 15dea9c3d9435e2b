import { freePort } from '../../embedded/process/port-allocator.ts';
import type { Process, ProcessOptions, Workplace } from '../processes.ts';
import { HIVE_CONFIG, hiveProgram } from './hive.ts';

export type GatewayName = 'ours' | 'traced' | 'apollo' | 'hive' | 'limit';

export const GATEWAYS: Readonly<Record<GatewayName, string>> = {
  ours: 'this router',
  traced: 'this router, 10 % traced',
  apollo: 'Apollo Server + Gateway',
  hive: 'Hive Gateway',
  limit: 'by hand (the limit)',
};

export const GATEWAY_NAMES = Object.keys(GATEWAYS) as readonly GatewayName[];

/** The input of a gateway: the supergraph's file and the addresses of its subgraphs. */
export type GatewayInput = { readonly supergraph: string; readonly urls: Readonly<Record<string, string>> };

/**
 * Our router without de-duplication of fetches. The lists of the graphs have no `@listSize`. Without
 * authentication all requests are of one client, although each has the token of another.
 */
export const ROUTER_SETTINGS = {
  AUTH_OPEN: 'true',
  DEDUPLICATE_QUERIES: 'off',
  COST_LIMIT: '1000000000',
  SUBGRAPH_IN_FLIGHT_PER_CLIENT: '500',
  SUBGRAPH_IN_FLIGHT_BESIDE_OTHERS: '500',
};

/** Installs what the cache lacks, before anything is measured. */
export async function installGateways(names: readonly GatewayName[], signal: AbortSignal): Promise<void> {
  if (names.includes('hive')) await hiveProgram(signal);
}

/** Starts a gateway, which need not be ready yet. */
export async function startGateway(
  workplace: Workplace,
  name: GatewayName,
  served: GatewayInput,
): Promise<Process & { readonly url: string }> {
  const port = await freePort();
  const options = await programOf(name, served, String(port), workplace.signal);
  const more = name === 'traced' ? { env: { ...options.env, ...(await startTracedBy(workplace)) } } : {};
  const started = workplace.start({ ...options, ...more });
  return { ...started, url: `http://127.0.0.1:${port}/graphql` };
}

/** The settings of a router that traces a tenth of its requests, with a receiver for the spans. */
async function startTracedBy(workplace: Workplace): Promise<Readonly<Record<string, string>>> {
  const port = String(await freePort());
  workplace.start({ program: 'bench/router/otlp-sink.ts', args: [port] });
  return {
    OTEL_EXPORTER_OTLP_ENDPOINT: `http://127.0.0.1:${port}`,
    OTEL_TRACES_SAMPLER: 'parentbased_traceidratio',
    OTEL_TRACES_SAMPLER_ARG: '0.1',
  };
}

async function programOf(
  name: GatewayName,
  { supergraph, urls }: GatewayInput,
  port: string,
  signal: AbortSignal,
): Promise<ProcessOptions> {
  switch (name) {
    case 'ours':
    case 'traced':
      return {
        program: 'router/main.ts',
        args: ['--supergraph', supergraph, '--port', port],
        env: ROUTER_SETTINGS,
      };
    case 'apollo':
      return { program: 'bench/router/apollo.ts', args: [supergraph, port] };
    case 'hive':
      return {
        program: await hiveProgram(signal),
        args: ['supergraph', supergraph, '--port', port, '--host', '127.0.0.1', '--config-path', HIVE_CONFIG],
      };
    case 'limit':
      return { program: 'bench/router/by-hand.ts', args: [port, JSON.stringify(urls)] };
  }
}
