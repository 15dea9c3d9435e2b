import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { ConfigError } from '../../platform/config/config-error.ts';
import { readConfig } from './config.ts';

const folder = mkdtempSync(join(tmpdir(), 'router-config-'));
afterAll(() => rmSync(folder, { recursive: true }));

/** Reads a configuration file with this content. */
function readFile(text: string, env: Readonly<Record<string, string>> = {}) {
  const file = join(folder, 'router.yaml');
  writeFileSync(file, text);
  return readConfig({ config: file }, { SUPERGRAPH: 'a', ...env });
}

describe('the configuration', () => {
  test('comes from the environment, which the command line overrides', () => {
    const config = readConfig(
      { supergraph: 'a.graphql', port: '4001' },
      {
        SUPERGRAPH: 'b.graphql',
        PORT: '4002',
        QUERY_TIMEOUT: '2s',
        // An empty variable counts as unset.
        MUTATION_TIMEOUT: '',
      },
    );
    expect(config).toMatchObject({ supergraph: 'a.graphql', port: 4001, host: '127.0.0.1' });
    expect(config.subgraphs.limits.timeouts).toEqual({ query: 2_000, mutation: 10_000 });
  });

  test('comes from a file, which the environment overrides', () => {
    const text = `
supergraph: from-file.graphql
port: 5000
subgraphs:
  queryTimeout: 3s
  breaker: { failurePercent: 80 }
  urls: { room: [http://r1/, http://r2/], supplies: http://s/ }
limits: { depth: 7, batch: 5 }
live: { heartbeat: 1m }
pages:
headers:
  propagate: [Authorization, { name: X-Tenant, default: none }]
  subgraphs: { legacy: [cookie] }
rateLimit: { perSecond: 50 }
`;
    const config = readFile(text, { PORT: '5001', SUPERGRAPH: '', RATE_LIMIT_BURST: '60' });
    expect(config).toMatchObject({
      supergraph: 'from-file.graphql',
      port: 5_001,
      batchLimit: 5,
      pages: { devTokens: [] },
      live: { heartbeat: 60_000, queue: 1_000 },
      operations: {
        documents: { limits: { depth: 7, aliases: 100 } },
        rateLimit: { perSecond: 50, burst: 60 },
        headers: {
          all: [{ name: 'authorization' }, { name: 'x-tenant', default: 'none' }],
          subgraphs: { legacy: [{ name: 'cookie' }] },
        },
      },
      subgraphs: { limits: { timeouts: { query: 3_000 }, breaker: { failureShare: 0.8, window: 50 } } },
    });
    expect(config.subgraphs.urls('room')).toEqual(['http://r1/', 'http://r2/']);
    expect(config.subgraphs.urls('supplies')).toEqual(['http://s/']);
  });

  test('finds its file by an environment variable', () => {
    const file = join(folder, 'named.yaml');
    writeFileSync(file, 'supergraph: a\nport: 5002\n');
    expect(readConfig({}, { ROUTER_CONFIG: file }).port).toBe(5_002);
  });

  test('finds a subgraph’s URLs by its name', () => {
    const { subgraphs } = readConfig(
      { supergraph: 'a' },
      {
        ROOM_URL: 'http://room/graphql,http://room-2/graphql',
        DATE_COURSE_URL: 'http://c/',
      },
    );
    expect(subgraphs.urls('room')).toEqual(['http://room/graphql', 'http://room-2/graphql']);
    expect(subgraphs.urls('date-course')).toEqual(['http://c/']);
    expect(subgraphs.urls('booking')).toBeUndefined();
  });

  test('validates a subgraph’s URL in the environment when it is used', () => {
    const { subgraphs } = readConfig({ supergraph: 'a' }, { ROOM_URL: 'localhost:4001' });
    expect(() => subgraphs.urls('room')).toThrow('ROOM_URL is invalid: expected an http: or https: URL');
  });

  test('requires tokens once it has keys, unless configured defaultText', () => {
    const accessWith = (env: Readonly<Record<string, string>>) => readConfig({ supergraph: 'a' }, env).access;
    const keys = { JWKS_URL: 'https://issuer.example/keys', JWT_ISSUER: 'i', JWT_AUDIENCE: 'a' };
    expect(accessWith({})).toBe('open');
    expect(accessWith(keys)).toBe('signed-in');
    expect(accessWith({ ...keys, JWT_REQUIRED: 'false' })).toBe('by-field');
    expect(() => accessWith({ ...keys, JWT_ISSUER: '' })).toThrow('auth.issuer (JWT_ISSUER) is not set');
    expect(() => accessWith({ ...keys, JWT_AUDIENCE: '' })).toThrow(
      'auth.audience (JWT_AUDIENCE) is not set',
    );
  });

  test('reads several issuers, each with its own roles', () => {
    const { auth, access } = readFile(
      `auth:
        issuer: ours
        audience: graph
        roles: { clerk: [stock:read], visitor: [] }
        issuers: [{ jwksUrl: "https://theirs.example/keys", issuer: theirs, audience: graph }]`,
      { JWKS_URL: 'https://ours.example/keys' },
    );
    expect(access).toBe('signed-in');
    expect(auth?.issuers).toEqual([
      {
        jwksUrl: 'https://ours.example/keys',
        issuer: 'ours',
        audience: 'graph',
        roles: { clerk: ['stock:read'], visitor: [] },
      },
      { jwksUrl: 'https://theirs.example/keys', issuer: 'theirs', audience: 'graph', roles: {} },
    ]);
    expect(readFile('auth: { roles: { clerk: "a, b" } }').auth).toBeUndefined();
  });

  test('reads several files, of which later ones override earlier ones', () => {
    const [base, own] = [join(folder, 'base.yaml'), join(folder, 'own.yaml')];
    writeFileSync(base, 'supergraph: a\nauth: { issuer: i, audience: b, roles: { clerk: [x] } }\nport: 1\n');
    writeFileSync(
      own,
      'auth: { jwksUrl: "https://i.example/", audience: c, roles: { king: [y] } }\nport: 2\n',
    );
    const config = readConfig({}, { ROUTER_CONFIG: `${base}, ${own}` });
    expect(config).toMatchObject({ supergraph: 'a', port: 2 });
    expect(config.auth?.issuers).toEqual([
      { jwksUrl: 'https://i.example/', issuer: 'i', audience: 'c', roles: { king: ['y'] } },
    ]);
    expect(() => readConfig({}, { ROUTER_CONFIG: `${base},none.yaml` })).toThrow('none.yaml cannot be read');
  });

  test('needs keys in production, unless it is said to be open', () => {
    const read = (env: Readonly<Record<string, string>>) =>
      readConfig({ supergraph: 'a' }, { NODE_ENV: 'production', ...env });
    const keys = { JWKS_URL: 'https://issuer.example/keys', JWT_ISSUER: 'i', JWT_AUDIENCE: 'a' };
    for (const env of [{}, { JWKS_URL: ' ' }, { AUTH_OPEN: 'false' }, { JWKS_ULR: keys.JWKS_URL }])
      expect(() => read(env)).toThrow('auth.jwksUrl (JWKS_URL) is not set');
    expect(() => readFile('production: true')).toThrow('auth.jwksUrl (JWKS_URL) is not set');
    expect(read({ AUTH_OPEN: 'true' }).access).toBe('open');
    expect(read(keys).access).toBe('signed-in');
    expect(() => read({ ...keys, AUTH_OPEN: 'true' })).toThrow('auth.open (AUTH_OPEN) is true, but');
  });

  test.each(['Production', 'prod', 'staging'])('refuses NODE_ENV=%s', (NODE_ENV) => {
    expect(() => readConfig({ supergraph: 'a' }, { NODE_ENV })).toThrow(`NODE_ENV=${NODE_ENV} is invalid`);
  });

  test.each([
    ['JWKS_URL', 'htps://issuer.example/keys?secret'],
    ['JWKS_URL', 'secret'],
    ['DEV_TOKENS', 'secret,'],
    ['ROOM_URL', 'postgres://us:secret@host'],
  ])('names a wrong %s without its value', (name, value) => {
    const read = () => readConfig({ supergraph: 'a' }, { [name]: value }).subgraphs.urls('room');
    expect(read).toThrow(`${name} is invalid`);
    expect(read).not.toThrow('secret');
  });

  test.each(['nats: { url: secret', 'a: *secret', 'port: secret', '- secret'])(
    'quotes nothing of the file %s',
    (text) => {
      expect(() => readFile(text)).toThrow(ConfigError);
      expect(() => readFile(text)).not.toThrow('secret');
    },
  );

  test('serves metrics in production at a port of their own or not at all', () => {
    const read = (env: Readonly<Record<string, string>>) => readConfig({ supergraph: 'a' }, env).metrics;
    const production = { NODE_ENV: 'production', AUTH_OPEN: 'true' };
    expect(read({})).toEqual({ port: undefined });
    expect(read(production)).toBeUndefined();
    expect(read({ ...production, METRICS: 'true' })).toBeUndefined();
    expect(read({ ...production, METRICS_PORT: '9464' })).toEqual({ port: 9_464 });
    expect(read({ METRICS: 'false', METRICS_PORT: '9464' })).toBeUndefined();
  });

  test('is closed in production unless it is opened', () => {
    const env = { NODE_ENV: 'production', DEV_TOKENS: 't', AUTH_OPEN: 'true' };
    const closed = readConfig({ supergraph: 'a' }, env);
    expect(closed).toMatchObject({ cors: [], hosts: 'any', pages: undefined });
    expect(closed.operations.documents.introspection).toBe(false);
    const opened = readConfig(
      { supergraph: 'a' },
      {
        ...env,
        CORS_ORIGINS: 'https://a.example, https://b.example',
        PAGES: 'on',
        INTROSPECTION: 'on',
      },
    );
    expect(opened.cors).toEqual(['https://a.example', 'https://b.example']);
    expect(opened.pages).toEqual({ devTokens: [], tabs: undefined });
    expect(opened.operations.documents.introspection).toBe(true);
    expect(readConfig({ supergraph: 'a' }, { DEV_TOKENS: 't' })).toMatchObject({
      cors: 'development',
      hosts: [],
      pages: { devTokens: ['t'] },
      auth: undefined,
    });
  });
});

describe('an error names the setting and what is expected', () => {
  test.each([
    ['no supergraph', {}, {}, 'SUPERGRAPH is not set: expected the path'],
    ['an invalid port', { supergraph: 'a', port: 'x' }, {}, 'PORT=x is invalid: expected a whole number'],
    [
      'an invalid duration',
      { supergraph: 'a' },
      { QUERY_TIMEOUT: 'soon' },
      'QUERY_TIMEOUT=soon is invalid: expected a duration such as',
    ],
    [
      'an unknown mode',
      { supergraph: 'a' },
      { SAFELIST: 'some' },
      'SAFELIST=some is invalid: expected off, log or only',
    ],
    [
      'a safelist without a file',
      { supergraph: 'a' },
      { SAFELIST: 'only' },
      'set documents.manifest (or SAFELIST_MANIFEST)',
    ],
    [
      'a missing file',
      { config: '/none.yaml' },
      {},
      'The configuration file /none.yaml cannot be read: ENOENT',
    ],
  ])('%s', (_, flags, env, message) => {
    expect(() => readConfig(flags, env)).toThrow(ConfigError);
    expect(() => readConfig(flags, env)).toThrow(message);
  });

  test.each([
    [
      'an unknown setting',
      'limits: { depht: 3 }',
      'router.yaml: unknown setting limits.depht; known here: tokens, operations, depth,',
    ],
    [
      'an unknown section',
      'limit: { depth: 3 }',
      'router.yaml: unknown setting limit; known here: supergraph, host,',
    ],
    ['an unknown part of a rule', 'headers: { propagate: [{ name: a, to: b }] }', 'headers.propagate.0'],
    [
      'a value of the wrong type',
      'limits: { depth: deep }',
      'router.yaml: limits.depth is invalid: expected a whole number, 1 or more',
    ],
    ['a number for a section', 'limits: 3', 'router.yaml: limits is invalid'],
    [
      'a list of the wrong type',
      'csrf: { headers: [1] }',
      'router.yaml: csrf.headers is invalid: expected a list of header names',
    ],
    [
      'an invalid URL',
      'subgraphs: { urls: { room: [nowhere] } }',
      'subgraphs.urls.room is invalid: expected an http: or https: URL',
    ],
    [
      'a URL without a scheme',
      'subgraphs: { urls: { room: "localhost:1" } }',
      'expected an http: or https: URL',
    ],
    [
      'a key URL with an unsupported scheme',
      'auth: { jwksUrl: "ftp://a/keys" }',
      'expected a URL with the scheme https:, http: or file:',
    ],
    [
      'an issuer without keys',
      'auth: { issuers: [{ issuer: a, audience: b }] }',
      'auth.issuers.0.jwksUrl is invalid: expected a URL',
    ],
    [
      'an issuer with an unknown setting',
      'auth: { issuers: [{ jwksUrl: "https://a/", issuer: a, audience: b, role: x }] }',
      'unknown setting auth.issuers.0.role; known here: jwksUrl, issuer, audience, roles',
    ],
    [
      'an issuer twice',
      'auth: { jwksUrl: "https://a/", issuer: a, audience: b, issuers: [{ jwksUrl: "https://b/", issuer: a, audience: b }] }',
      'auth.issuers: a is there twice',
    ],
    ['a duration longer than any timer', 'live: { lifetime: 1000h }', 'live.lifetime is invalid'],
    ['a zero duration', 'limits: { timeout: 0 }', 'limits.timeout is invalid: expected a duration'],
    ['a port out of range', 'port: 70000', 'port is invalid: expected a whole number from 0'],
    [
      'more than 100 percent',
      'subgraphs: { breaker: { failurePercent: 101 } }',
      'expected a whole number from 1 to 100',
    ],
    [
      'a breaker that would never open',
      'subgraphs: { breaker: { minimumRequests: 60 } }',
      'subgraphs.breaker.minimumRequests (60) exceeds subgraphs.breaker.window (50)',
    ],
    ['an origin with a path', 'cors: { origins: "https://a.example/" }', 'expected `*`, `none`, or a list'],
    [
      'all origins and one',
      'cors: { origins: ["*", "https://a.example"] }',
      'expected `*`, `none`, or a list',
    ],
    [
      'a proof that needs no preflight',
      'csrf: { headers: [accept] }',
      'without headers that browsers send without a preflight',
    ],
    [
      'credentials that browsers add themselves as a proof',
      'csrf: { headers: [Authorization] }',
      'without headers that browsers send without a preflight',
    ],
    ['a header that the router sets', 'headers: { propagate: [host] }', 'host cannot be forwarded'],
    [
      'a header renamed to one that the router sets',
      'headers: { propagate: [{ name: a, as: Content-Length }] }',
      'content-length cannot be forwarded',
    ],
    [
      'an invalid header value',
      'headers: { propagate: [{ name: a, default: "x\\ny" }] }',
      'headers.propagate.0.default is invalid: expected a header value',
    ],
    ['rules without a value', 'headers: { subgraphs: { legacy: } }', 'headers.subgraphs.legacy is invalid'],
    ['an unknown empty section', 'limts:', 'unknown setting limts'],
    ['a list instead of settings', '- 1', 'router.yaml must contain a mapping of settings'],
    ['invalid YAML', 'a: [', 'router.yaml cannot be read'],
  ])('%s', (_, text, message) => {
    expect(() => readFile(text)).toThrow(message);
  });
});
