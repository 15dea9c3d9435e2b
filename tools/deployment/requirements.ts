import { ROUTER, SERVICES, SIMULATOR } from '../../embedded/launcher/services.ts';

/** The program that creates the streams. */
export const STREAMS_PROGRAM = 'tools/events/main.ts';

const EVERY_SUBGRAPH = ['NATS_URL', 'SERVICE_TOKEN', 'JWKS_URL', 'METRICS_PORT'];
const PROVIDER = ['STRIPE_API_BASE', 'STRIPE_API_KEY', 'STRIPE_WEBHOOK_SECRET', 'STRIPE_RETURN_URL'];

/** The variables that a program has to have, by its main module: those that the launcher sets. */
export const REQUIRED_VARIABLES: ReadonlyMap<string, readonly string[]> = new Map([
  ...SERVICES.map(({ main, environment }) => {
    const own = environment({
      database: '',
      mongodb: '',
      graphql: () => '',
      provider: Object.fromEntries(PROVIDER.map((name) => [name, ''])),
      mail: { SMTP_URL: '' },
    });
    return [main, [...EVERY_SUBGRAPH, ...Object.keys(own)]] as const;
  }),
  [
    ROUTER.main,
    ['SUPERGRAPH', 'ROUTER_CONFIG', 'NATS_URL', 'JWKS_URL', 'METRICS_PORT', ...subgraphVariables()],
  ] as const,
  [SIMULATOR.main, ['DATA_DIR', 'WEBHOOK_URL', 'STRIPE_API_KEY', 'STRIPE_WEBHOOK_SECRET']] as const,
  [STREAMS_PROGRAM, ['NATS_URL']] as const,
]);

/** The variables with the addresses of subgraphs, whose names the router makes from the supergraph. */
export function subgraphVariables(): readonly string[] {
  return SERVICES.map(({ name }) => `${name.toUpperCase()}_URL`);
}
