import { parseArgs } from 'node:util';
import { ConfigError, createEnv } from '../platform/config/env.ts';

/** Everything that can be set on the router. Durations are milliseconds, sizes bytes. docs/router.md has the table. */
export type RouterConfig = {
  /** Path of the composed supergraph schema. */
  readonly supergraph: string;
  readonly host: string;
  /** 0 takes a free port. */
  readonly port: number;
  readonly production: boolean;
  /** Without it there are no live subscriptions. */
  readonly natsUrl: string | undefined;
  /** Without it nobody is asked for a token, and Authorization is handed through unseen. */
  readonly auth: AuthConfig | undefined;
  /** A token that the pages of development put into their headers. */
  readonly devToken: string | undefined;
  /** Whether the pages `/` and `/graphiql` are served. */
  readonly pages: boolean;
  /** File of the document that the pages' editors hold at first. */
  readonly pageDocument: string | undefined;
  /** Whether clients may ask for the schema. */
  readonly introspection: boolean;
  readonly cors: CorsConfig;
  readonly bodyLimit: number;
  /** How long a client's connection is kept without a request. */
  readonly keepAlive: number;
  readonly timeouts: { readonly query: number; readonly mutation: number };
  /** Where the instances of a subgraph are, when not at the supergraph's routing URL. */
  readonly subgraphUrls: (name: string) => readonly string[] | undefined;
  readonly live: LiveConfig;
};

export type AuthConfig = { readonly jwksUrl: string; readonly issuer: string; readonly audience: string };

/** Which origins of web pages may ask: any, or those listed. */
export type CorsConfig = 'any' | readonly string[];

export type LiveConfig = {
  /** Changes that may wait for one slow subscriber before its subscription is closed. */
  readonly queue: number;
  /** How long a guarded subscription waits for the first event of what it asks for. */
  readonly grace: number;
};

/** Reads the configuration from the command line (`--supergraph`, `--port`, `--host`) and the environment. Throws `ConfigError`. */
export function readConfig(
  args: readonly string[],
  source: Readonly<Record<string, string | undefined>>,
): RouterConfig {
  const flags = readFlags(args);
  const env = createEnv({
    ...source,
    ...(flags.supergraph ? { SUPERGRAPH: flags.supergraph } : {}),
    ...(flags.port ? { PORT: flags.port } : {}),
    ...(flags.host ? { HOST: flags.host } : {}),
  });
  const production = env.string('NODE_ENV', 'development') === 'production';
  const jwksUrl = env.optional('JWKS_URL');
  return {
    supergraph: env.string('SUPERGRAPH'),
    host: env.string('HOST', '127.0.0.1'),
    port: env.integer('PORT', 4000),
    production,
    natsUrl: env.optional('NATS_URL'),
    auth: jwksUrl
      ? {
          jwksUrl: env.url('JWKS_URL'),
          issuer: env.string('JWT_ISSUER', 'meetingroom-local'),
          audience: env.string('JWT_AUDIENCE', 'meetingroom'),
        }
      : undefined,
    devToken: production ? undefined : env.optional('DEV_TOKEN'),
    pages: env.flag('PAGES', !production),
    pageDocument: env.optional('PAGE_DOCUMENT'),
    introspection: env.flag('INTROSPECTION', !production),
    cors: corsFrom(env.string('CORS_ORIGINS', production ? 'none' : '*')),
    bodyLimit: env.integer('BODY_LIMIT', 1_048_576),
    keepAlive: env.duration('KEEP_ALIVE', 5_000),
    timeouts: {
      query: env.duration('QUERY_TIMEOUT', 5_000),
      mutation: env.duration('MUTATION_TIMEOUT', 10_000),
    },
    subgraphUrls(name) {
      const variable = `${name.toUpperCase().replaceAll(/[^A-Z0-9]/g, '_')}_URL`;
      return env.optional(variable) === undefined ? undefined : env.urls(variable);
    },
    live: {
      queue: env.integer('SUBSCRIPTION_QUEUE', 1_000),
      grace: env.duration('SUBSCRIPTION_GRACE', 3_000),
    },
  };
}

function readFlags(args: readonly string[]) {
  try {
    const { values } = parseArgs({
      args: [...args],
      options: { supergraph: { type: 'string' }, port: { type: 'string' }, host: { type: 'string' } },
    });
    return values;
  } catch (error) {
    throw new ConfigError(
      `${error instanceof Error ? error.message : String(error)}. Usage: --supergraph FILE --port N [--host H]`,
    );
  }
}

function corsFrom(text: string): CorsConfig {
  if (text === '*') return 'any';
  if (text === 'none') return [];
  return text.split(',').map((origin) => origin.trim());
}
