import { join } from 'node:path';
import { z } from 'zod';
import { WEBHOOK_EVENTS } from '../../subgraphs/payment/store/stripe-events.ts';
import { type Issuer, LOCAL_ISSUER } from '../issuer.ts';
import { keptSecret, simulatorKey } from '../kept-secret.ts';
import { STAGES, type Unit } from '../process/command.ts';
import { DRAIN_TIMEOUT_MS } from '../process/end-instance.ts';
import { createHttpProbes } from '../process/hang-check.ts';
import { LOOPBACK } from '../process/ports.ts';
import { getHttp, type HttpAnswer } from '../process/probe.ts';
import type { Server, ServerName } from '../server.ts';
import {
  type Instance,
  instancesOf,
  metricsOf,
  ROUTER,
  SERVICES,
  type Service,
  SIMULATOR,
} from './services.ts';
import { type Env, type Settings, sharedEnvironment, variablesWithPrefix } from './settings.ts';
import { tokensOf } from './tokens.ts';

/** A server as the services see it: configured by URL, or run by the launcher. */
export type Provision = Omit<Server, 'unit'> & { readonly unit: Unit | undefined };

/** Describes the processes of an instance: the command and the environment of each. */
export type Units = {
  /** The base URL of a service, a router or the simulator. */
  address(name: string): string;
  service(instance: Instance<Service>, provision: (name: ServerName) => Promise<Provision>): Promise<Unit>;
  /** @param name `router`, or `router-2` */
  router(name: string, provision: (name: ServerName) => Promise<Provision>): Promise<Unit>;
  simulator(): Unit;
};

/** Service tokens have to outlast the launcher, because services run as long as it does. */
const SERVICE_TOKEN_SECONDS = 365 * 24 * 3_600;

/** How a development run differs: programs stop without waiting until their connections are idle. */
export type DevelopmentMode = {
  /** The program that runs under Node's debugger, and the debugger's port on the loopback. */
  readonly debugger: { readonly name: string; readonly port: number } | undefined;
};

/** The router waits for a service that has stopped at a breakpoint. */
const PATIENT_ROUTER = { QUERY_TIMEOUT: '1h', MUTATION_TIMEOUT: '1h', OPERATION_TIMEOUT: '1h' };
/** Long enough for a request that has begun, too short to wait for idle connections. */
const QUICK_DRAIN_MS = 500;

export function createUnits(parts: {
  readonly settings: Settings;
  readonly env: Env;
  readonly root: string;
  readonly issuer: Issuer | undefined;
  readonly port: (name: string) => number;
  readonly hasPort: (name: string) => boolean;
  readonly development?: DevelopmentMode | undefined;
}): Units {
  const { settings, env, root, issuer, port, development } = parts;
  const debugPort = (name: string) =>
    development?.debugger?.name === name ? development.debugger.port : undefined;
  const base = (name: string) => `http://127.0.0.1:${port(name)}`;
  const graphql = (service: string) =>
    instancesOf({ name: service }, settings.replicas(service))
      .map(({ name }) => `${base(name)}/graphql`)
      .join(',');
  const identity: Readonly<Record<string, string>> =
    issuer === undefined
      ? { ...variablesWithPrefix('JWKS_', env), ...variablesWithPrefix('JWT_', env) }
      : {
          ...variablesWithPrefix('JWKS_', env),
          JWKS_URL: issuer.jwksUrl,
          JWT_ISSUER: LOCAL_ISSUER.issuer,
          JWT_AUDIENCE: LOCAL_ISSUER.audience,
        };
  /** The variables that lead to NATS: `NATS_…` as they are given, or the address of the local server. */
  const natsOf = (provided: Provision, user: string): Readonly<Record<string, string>> => ({
    ...(provided.unit === undefined ? variablesWithPrefix('NATS_', env) : {}),
    NATS_URL: provided.url(user),
  });
  const webhookSecret = () =>
    env.STRIPE_WEBHOOK_SECRET || `whsec_${keptSecret(join(settings.dataDir, 'webhook.secret'))}`;

  const provider = (): Record<string, string> =>
    settings.ownProvider
      ? variablesWithPrefix('STRIPE_', env)
      : {
          STRIPE_API_BASE: base(SIMULATOR.name),
          STRIPE_API_KEY: simulatorKey(settings.dataDir),
          STRIPE_WEBHOOK_SECRET: webhookSecret(),
          STRIPE_RETURN_URL: env.STRIPE_RETURN_URL || `http://localhost:${port(ROUTER.name)}/graphiql`,
        };

  const nodeUnit = (
    row: { readonly name: string; readonly main: string },
    more: Pick<Unit, 'stage'> & { readonly host?: string; readonly health: string },
    environment: Readonly<Record<string, string>>,
  ): Unit => {
    const address = base(row.name);
    const host = more.host ?? LOOPBACK;
    const ports = [row.name, metricsOf(row.name)].filter(parts.hasPort).map(port);
    const probes = createHttpProbes({ ready: `${address}${more.health}`, live: `${address}/health/live` });
    return {
      name: row.name,
      stage: more.stage,
      address,
      listensOn: { host, ports },
      ...(parts.hasPort(metricsOf(row.name)) ? { metrics: `${base(metricsOf(row.name))}/metrics` } : {}),
      origin: row.main,
      command: {
        file: process.execPath,
        args: [
          ...(debugPort(row.name) === undefined ? [] : [`--inspect=127.0.0.1:${debugPort(row.name)}`]),
          join(root, row.main),
        ],
        hasLifeline: true,
        cwd: root,
        env: {
          ...(development?.debugger ? PATIENT_ROUTER : {}),
          ...sharedEnvironment(env),
          ...(parts.hasPort(metricsOf(row.name)) ? { METRICS_PORT: String(port(metricsOf(row.name))) } : {}),
          PORT: String(port(row.name)),
          HOST: host,
          ...environment,
        },
      },
      stopSignal: 'SIGTERM',
      drainTimeoutMs: development ? QUICK_DRAIN_MS : DRAIN_TIMEOUT_MS + settings.shutdownDelayMs,
      // A breakpoint may stop the start for any time.
      ...(debugPort(row.name) === undefined ? {} : { startLimitMs: Number.POSITIVE_INFINITY }),
      isReady: probes.isReady,
      // A breakpoint stops a process, too.
      ...(debugPort(row.name) === undefined ? { needsRestart: probes.hasHung } : {}),
      complaint: async () => missingIn(await getHttp(`${base(row.name)}${more.health}`)),
    };
  };

  const serviceToken = async (name: string): Promise<Record<string, string>> => {
    const given = env.SERVICE_TOKEN;
    if (issuer === undefined) return given === undefined ? {} : { SERVICE_TOKEN: given };
    return {
      SERVICE_TOKEN: await issuer.mint({ subject: name, role: 'service', expiresIn: SERVICE_TOKEN_SECONDS }),
    };
  };

  return {
    address: base,
    async service({ name, of: service }, provision) {
      const needed = new Map<ServerName, Provision>();
      for (const need of service.needs) if (need !== SIMULATOR.name) needed.set(need, await provision(need));
      const urlOf = (server: ServerName) => needed.get(server)?.url(service.name) ?? '';
      const own = service.environment({
        database: urlOf('postgres'),
        mongodb: urlOf('mongodb'),
        graphql,
        provider: provider(),
        mail: variablesWithPrefix('SMTP_', env),
      });
      return nodeUnit(
        { name, main: service.main },
        { stage: STAGES.service, health: '/health/ready' },
        {
          // Without it, graphql-js makes checks for developers in every request.
          NODE_ENV: 'production',
          ...identity,
          ...(await serviceToken(service.name)),
          ...natsOf(await provision('nats'), service.name),
          ...([...needed.values()].some(({ unit }) => unit !== undefined)
            ? { STORES_DIR: settings.dataDir }
            : {}),
          ...own,
        },
      );
    },
    async router(name, provision) {
      const tokens = issuer && Object.values(await tokensOf(issuer));
      return nodeUnit(
        { name, main: ROUTER.main },
        { stage: STAGES.router, host: settings.host, health: '/health/ready' },
        {
          ...identity,
          ROUTER_CONFIG: [
            join(root, 'schema', 'router.yaml'),
            ...(env.ROUTER_CONFIG ? [env.ROUTER_CONFIG] : []),
          ].join(),
          SUPERGRAPH: env.SUPERGRAPH || join(root, 'schema', 'supergraph.graphql'),
          ...natsOf(await provision('nats'), ROUTER.name),
          ...Object.fromEntries(
            SERVICES.map((service) => [`${service.name.toUpperCase()}_URL`, graphql(service.name)]),
          ),
          PAGE_TABS: env.PAGE_TABS || join(root, 'examples', 'story.yaml'),
          ...(tokens === undefined ? {} : { DEV_TOKENS: tokens.join() }),
        },
      );
    },
    simulator() {
      return nodeUnit(
        SIMULATOR,
        { stage: STAGES.simulator, health: '/health/live' },
        {
          PSP_WEBHOOK_EVENTS: WEBHOOK_EVENTS.join(','),
          ...variablesWithPrefix('PSP_', env),
          DATA_DIR: join(settings.dataDir, SIMULATOR.name),
          WEBHOOK_URL: `${base('payment')}/webhooks/stripe`,
          STRIPE_API_KEY: simulatorKey(settings.dataDir),
          STRIPE_WEBHOOK_SECRET: webhookSecret(),
        },
      );
    },
  };
}

const readiness = z.object({ missing: z.array(z.string()) });

/** What an answer about health says is missing; undefined where it says nothing of that. */
function missingIn(answer: HttpAnswer | undefined): string | undefined {
  if (answer === undefined || answer.status === 200) return undefined;
  const { data } = readiness.safeParse(answer.body);
  return data && `missing: ${data.missing.join(', ')}`;
}
