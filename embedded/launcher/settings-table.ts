import { z } from 'zod';
import {
  LOG_LEVEL,
  LOG_LIMIT_MB,
  LOW_WATER_MB,
  PRODUCTION,
  SHUTDOWN,
} from '../../platform/config/process-settings.ts';
import { section, settingType } from '../../platform/config/setting.ts';
import { count, flag, HTTP, port, text, texts, url } from '../../platform/config/setting-kinds.ts';
import { STREAMS_KEPT } from '../../platform/messaging/jetstream/settings.ts';
import { MONGOD } from '../mongodb/settings.ts';
import { SERVER_NAMES, type ServerName } from '../server.ts';
import { ROUTER, SERVICES, URL_VARIABLES } from './services.ts';

/** The services and the router that need a server. */
export function usersOf(server: ServerName): readonly string[] {
  const all: readonly { readonly name: string; readonly needs: readonly string[] }[] = [...SERVICES, ROUTER];
  return all.filter(({ needs }) => needs.includes(server)).map(({ name }) => name);
}

/** The variable with the address of a server for one of its users: `BOOKING_DATABASE_URL`. */
export function urlVariableOf(user: string, server: ServerName): string {
  return `${user.toUpperCase()}_${URL_VARIABLES[server]}`;
}

/** The folder of an instance, which every command reads. */
export const DATA_DIR = text.withDefault('.data', {
  env: 'DATA_DIR',
  description: 'folder of the instance: data, logs and keys',
});

/** The address of a server that runs elsewhere, for all who use it and for single ones. */
function addressesOf(server: ServerName) {
  const variable = URL_VARIABLES[server];
  const address = (env: string, description: string, defaultText: string) =>
    text.optional({ env, isSecret: true, description, defaultText });
  const all = address(
    variable,
    'address of a server to use instead of the local one, with user and password',
    'none: a local server is run',
  );
  const own = usersOf(server).map((user): readonly [string, typeof all] => [
    user,
    address(urlVariableOf(user, server), `the same for ${user} alone`, `\`${variable}\``),
  ]);
  return section(Object.fromEntries([['all', all], ...own]));
}

/** The addresses of servers that run elsewhere. */
export const SERVERS = section(
  Object.fromEntries(SERVER_NAMES.map((server) => [server, addressesOf(server)])),
);

/** The payment provider, where that is not the simulator. */
export const PROVIDER = section({
  apiBase: url(...HTTP).optional({
    env: 'STRIPE_API_BASE',
    defaultText: 'that of the simulator',
    description: 'URL of the payment provider’s API',
  }),
  apiKey: text.optional({
    env: 'STRIPE_API_KEY',
    isSecret: true,
    defaultText: 'that of the simulator',
    description: 'key of the payment provider’s API; payments then go to Stripe or to `STRIPE_API_BASE`',
  }),
  webhookSecret: text.optional({
    env: 'STRIPE_WEBHOOK_SECRET',
    isSecret: true,
    defaultText: 'made at random',
    description: 'secret with which the provider signs webhooks',
  }),
  returnUrl: url(...HTTP).optional({
    env: 'STRIPE_RETURN_URL',
    defaultText: 'the page of the instance',
    description: 'where the provider sends customers who had to act there',
  }),
});

/** What REPLICAS can name. */
const REPLICATED = [...SERVICES.map(({ name }) => name), ROUTER.name];

/** The number of processes of a service or of the router. */
export type Replicas = (name: string) => number;

/** `2` for all, or `booking=2,router=2`. */
const replicas = settingType(
  `a number from 1 to 9, or such as booking=2,router=2 (${REPLICATED.join(', ')})`,
  (value): Replicas | undefined => {
    const parts = String(value)
      .split(',')
      .map((part) => /^\s*(?:([a-z]+)\s*=\s*)?([1-9])\s*$/.exec(part));
    const counts = new Map<string | undefined, number>();
    for (const part of parts) {
      const [, name, count] = part ?? [];
      if (count === undefined || (name !== undefined && !REPLICATED.includes(name))) return undefined;
      counts.set(name, Number(count));
    }
    return (name) => counts.get(name) ?? counts.get(undefined) ?? 1;
  },
);

const PARENT = count.optional({
  env: 'MEETINGROOM_PARENT',
  description: 'id of the process whose end stops the instance; set by the scripts of npm',
});

/** What can be set for `npm start` and `npm run dev`. */
export const LAUNCHER_TABLE = z.strictObject({
  dataDir: DATA_DIR,
  isTemporary: flag.withDefault(false, {
    env: 'MEETINGROOM_TEMPORARY',
    description: 'whether the data folder is removed when the instance ends; meant for tests',
  }),
  port: port.withDefault(4_000, {
    env: 'PORT',
    description: 'port of the router; 0 picks a free one',
  }),
  host: text.withDefault('127.0.0.1', { env: 'HOST', description: 'address on which the router listens' }),
  replicas: replicas.optional({
    env: 'REPLICAS',
    defaultText: '1',
    description: 'number of processes: `2` of each, or `booking=2,router=2`',
  }),
  services: texts.optional({
    env: 'SERVICES',
    defaultText: 'all',
    description: 'services to start at first, separated by commas',
  }),
  production: PRODUCTION,
  logLevel: LOG_LEVEL,
  logLimitMb: LOG_LIMIT_MB,
  lowWaterMb: LOW_WATER_MB,
  shutdown: SHUTDOWN,
  metricsPort: port.optional({
    env: 'METRICS_PORT',
    defaultText: 'the router’s own; in production none',
    description: 'port of the first router’s metrics; the other processes get free ones',
  }),
  jwksUrl: url(...HTTP, 'file:', 'data:').optional({
    env: 'JWKS_URL',
    defaultText: 'those of a local issuer; required in production',
    description: 'public keys of an identity provider',
  }),
  serviceToken: text.optional({
    env: 'SERVICE_TOKEN',
    isSecret: true,
    defaultText: 'made by the local issuer; required with `JWKS_URL`',
    description: 'token of that issuer with the role `service`',
  }),
  provider: PROVIDER,
  smtpUrl: url('smtp:', 'smtps:').optional({
    env: 'SMTP_URL',
    isSecret: true,
    defaultText: 'none: no e-mail is sent',
    description: 'mail server, with its user and password',
  }),
  servers: SERVERS,
  kept: STREAMS_KEPT,
  routerConfig: text.optional({
    env: 'ROUTER_CONFIG',
    description: 'configuration file of the router, or several; they override `schema/router.yaml`',
  }),
  supergraph: text.optional({
    env: 'SUPERGRAPH',
    defaultText: '`schema/supergraph.graphql`',
    description: 'composed supergraph file',
  }),
  pageTabs: text.optional({
    env: 'PAGE_TABS',
    defaultText: '`examples/story.yaml`',
    description: 'YAML file with the tabs of GraphiQL',
  }),
  mongod: MONGOD,
  parent: PARENT,
});
