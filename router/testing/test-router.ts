import { mkdtemp, rename, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { createLogger, type Logger } from '../../platform/telemetry/logger.ts';
import { createTestIssuer, type TestIssuer } from '../../platform/testing/issuer.ts';
import { readConfig } from '../config/config.ts';
import { type Router, startRouter } from '../router.ts';
import type { EventSource } from '../subscriptions/event-source.ts';

const ISSUER = { issuer: 'test-issuer', audience: 'test-audience' };

/** An issuer whose tokens name the issuer and audience that test routers require. */
export function createRouterIssuer(): Promise<TestIssuer> {
  return createTestIssuer(ISSUER);
}

export type TestRouter = {
  readonly router: Router;
  readonly wsUrl: string;
  readonly issuer: TestIssuer;
  readonly folder: string;
  /** Replaces the published keys with those of an issuer. */
  replaceKeys(issuer: Pick<TestIssuer, 'jwks'>): Promise<void>;
  /** Replaces the supergraph file atomically, as a deployment does. */
  replaceSupergraph(text: string): Promise<void>;
  /** The sum of a metric's samples with these labels, 0 when there are none. */
  metric(name: string, labels?: string): Promise<number>;
  /** Sends a request over HTTP. */
  ask(body: unknown, options?: AskOptions): Promise<TestResponse>;
  [Symbol.asyncDispose](): Promise<void>;
};

export type AskOptions = { readonly token?: string; readonly headers?: Readonly<Record<string, string>> };

export type TestResponse = {
  readonly status: number;
  readonly headers: Headers;
  readonly data: Record<string, unknown> | null | undefined;
  readonly errors: readonly {
    readonly message: string;
    readonly path?: readonly (string | number)[];
    readonly extensions: Readonly<Record<string, unknown>>;
  }[];
  readonly extensions: unknown;
  /** The body of the response. */
  readonly text: string;
};

export type TestRouterOptions = {
  readonly supergraph: string;
  readonly events?: EventSource;
  /** Whether tokens are required. */
  readonly auth?: boolean;
  readonly env?: Readonly<Record<string, string>>;
  /** The content of a configuration file. */
  readonly config?: string;
  readonly log?: Logger;
};

/** Starts a router in this process, on a free port, with its own supergraph file. */
export async function startTestRouter(options: TestRouterOptions): Promise<TestRouter> {
  const folder = await mkdtemp(join(tmpdir(), 'router-'));
  const file = join(folder, 'supergraph.graphql');
  await writeFile(file, options.supergraph);
  const issuer = await createRouterIssuer();
  const jwksFile = join(folder, 'jwks.json');
  await writeFile(jwksFile, issuer.jwks);
  const rolesFile = join(folder, 'roles.yaml');
  await writeFile(rolesFile, 'auth: { roles: { customer: [], host: [store:read] } }');
  const configFile = join(folder, 'router.yaml');
  await writeFile(configFile, options.config ?? '');
  const config = readConfig(
    { supergraph: file, port: '0', config: `${rolesFile},${configFile}` },
    {
      ...(options.auth
        ? {
            JWKS_URL: pathToFileURL(jwksFile).href,
            JWT_ISSUER: ISSUER.issuer,
            JWT_AUDIENCE: ISSUER.audience,
          }
        : {}),
      // Shutdowns wait for kept connections.
      KEEP_ALIVE: '100ms',
      ...options.env,
    },
  );
  const router = await startRouter(config, {
    log: options.log ?? createLogger('router', process.env.TEST_LOG_LEVEL ?? 'silent'),
    events: options.events,
  }).catch(async (error: unknown) => {
    await rm(folder, { recursive: true, force: true });
    throw error;
  });

  return {
    router,
    wsUrl: `${router.url.replace('http', 'ws')}/graphql`,
    issuer,
    folder,
    async replaceKeys({ jwks }) {
      await writeFile(`${jwksFile}.next`, jwks);
      await rename(`${jwksFile}.next`, jwksFile);
    },
    async replaceSupergraph(text) {
      await writeFile(`${file}.next`, text);
      await rename(`${file}.next`, file);
    },
    async metric(name, labels = '') {
      const text = await (await fetch(router.metricsUrl ?? '')).text();
      return text
        .split('\n')
        .filter(
          (line) => (line.startsWith(`${name}{`) || line.startsWith(`${name} `)) && line.includes(labels),
        )
        .reduce((sum, line) => sum + Number(line.split(' ').at(-1)), 0);
    },
    async ask(body, { token, headers } = {}) {
      const response = await fetch(`${router.url}/graphql`, {
        method: 'POST',
        headers: {
          'content-type': 'application/json',
          ...(token ? { authorization: `Bearer ${token}` } : {}),
          ...headers,
        },
        body: typeof body === 'string' ? body : JSON.stringify(body),
      });
      const text = await response.text();
      return { errors: [], ...readJson(text), status: response.status, headers: response.headers, text };
    },
    async [Symbol.asyncDispose]() {
      await router.close();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

function readJson(text: string) {
  try {
    return JSON.parse(text);
  } catch {
    return {};
  }
}
