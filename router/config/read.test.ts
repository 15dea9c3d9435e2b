import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { ConfigError } from '../../platform/config/env.ts';
import { readConfig } from './read.ts';

const folder = mkdtempSync(join(tmpdir(), 'router-config-'));
afterAll(() => rmSync(folder, { recursive: true }));

/** Reads a configuration file with this text. */
function readFile(text: string, env: Readonly<Record<string, string>> = {}) {
  const file = join(folder, 'router.yaml');
  writeFileSync(file, text);
  return readConfig(['--config', file], { SUPERGRAPH: 'a', ...env });
}

describe('the configuration', () => {
  test('comes from the environment, and the command line goes before it', () => {
    const config = readConfig(['--supergraph', 'a.graphql', '--port', '4001'], {
      SUPERGRAPH: 'b.graphql',
      PORT: '4002',
      QUERY_TIMEOUT: '2s',
      // Nothing is as good as not set.
      MUTATION_TIMEOUT: '',
    });
    expect(config).toMatchObject({ supergraph: 'a.graphql', port: 4001, host: '127.0.0.1' });
    expect(config.subgraphs.limits.timeouts).toEqual({ query: 2_000, mutation: 10_000 });
  });

  test('comes from a file, and the environment goes before it', () => {
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
      pages: { devToken: undefined },
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

  test('finds its file by the environment, too', () => {
    const file = join(folder, 'named.yaml');
    writeFileSync(file, 'supergraph: a\nport: 5002\n');
    expect(readConfig([], { ROUTER_CONFIG: file }).port).toBe(5_002);
  });

  test('finds a subgraph’s address by its name', () => {
    const { subgraphs } = readConfig(['--supergraph', 'a'], {
      ROOM_URL: 'http://room/graphql,http://room-2/graphql',
      DATE_COURSE_URL: 'http://c/',
    });
    expect(subgraphs.urls('room')).toEqual(['http://room/graphql', 'http://room-2/graphql']);
    expect(subgraphs.urls('date-course')).toEqual(['http://c/']);
    expect(subgraphs.urls('booking')).toBeUndefined();
  });

  test('an address of a subgraph in the environment is looked at when it is needed', () => {
    const { subgraphs } = readConfig(['--supergraph', 'a'], { ROOM_URL: 'localhost:4001' });
    expect(() => subgraphs.urls('room')).toThrow('ROOM_URL=localhost:4001 is not understood: it takes a URL');
  });

  test('asks everybody for a token once it has keys, unless it is told otherwise', () => {
    const accessWith = (env: Readonly<Record<string, string>>) =>
      readConfig(['--supergraph', 'a'], env).access;
    const JWKS_URL = 'https://issuer.example/keys';
    expect(accessWith({})).toBe('open');
    expect(accessWith({ JWKS_URL })).toBe('signed-in');
    expect(accessWith({ JWKS_URL, JWT_REQUIRED: 'false' })).toBe('by-field');
  });

  test('is closed in production unless it is opened', () => {
    const env = { NODE_ENV: 'production', DEV_TOKEN: 't' };
    const closed = readConfig(['--supergraph', 'a'], env);
    expect(closed).toMatchObject({ cors: [], pages: undefined });
    expect(closed.operations.documents.introspection).toBe(false);
    const opened = readConfig(['--supergraph', 'a'], {
      ...env,
      CORS_ORIGINS: 'https://a.example, https://b.example',
      PAGES: 'on',
      INTROSPECTION: 'on',
    });
    expect(opened.cors).toEqual(['https://a.example', 'https://b.example']);
    expect(opened.pages).toEqual({ devToken: undefined, document: undefined });
    expect(opened.operations.documents.introspection).toBe(true);
    expect(readConfig(['--supergraph', 'a'], { DEV_TOKEN: 't' })).toMatchObject({
      cors: 'any',
      pages: { devToken: 't' },
      auth: undefined,
    });
  });
});

describe('what is wrong is said with its place and what to write', () => {
  test.each([
    ['no supergraph', [], {}, 'SUPERGRAPH is not set: it takes the path'],
    ['an unknown flag', ['--super', 'a'], {}, "Unknown option '--super'"],
    [
      'a port that is none',
      ['--supergraph', 'a', '--port', 'x'],
      {},
      'PORT=x is not understood: it takes a whole number',
    ],
    [
      'a limit that is no duration',
      ['--supergraph', 'a'],
      { QUERY_TIMEOUT: 'soon' },
      'QUERY_TIMEOUT=soon is not understood: it takes a duration such as',
    ],
    [
      'a mode that is none',
      ['--supergraph', 'a'],
      { SAFELIST: 'some' },
      'SAFELIST=some is not understood: it takes off, log, only',
    ],
    [
      'a safelist without a file',
      ['--supergraph', 'a'],
      { SAFELIST: 'only' },
      'documents.manifest (or SAFELIST_MANIFEST) must name',
    ],
    [
      'a file that is not there',
      ['--config', '/none.yaml'],
      {},
      'The configuration /none.yaml cannot be read: ENOENT',
    ],
  ])('%s', (_, args, env, message) => {
    expect(() => readConfig(args, env)).toThrow(ConfigError);
    expect(() => readConfig(args, env)).toThrow(message);
  });

  test.each([
    [
      'an unknown setting',
      'limits: { depht: 3 }',
      'router.yaml: limits.depht is not known; known here: tokens, depth,',
    ],
    [
      'an unknown section',
      'limit: { depth: 3 }',
      'router.yaml: limit is not known; known here: supergraph, host,',
    ],
    ['an unknown part of a rule', 'headers: { propagate: [{ name: a, to: b }] }', 'headers.propagate.0'],
    [
      'a value of another kind',
      'limits: { depth: deep }',
      'router.yaml: limits.depth is not understood: it takes a whole number from 1 up',
    ],
    ['a section that is none', 'limits: 3', 'router.yaml: limits is not understood'],
    [
      'a list of nothing',
      'csrf: { headers: [1] }',
      'router.yaml: csrf.headers is not understood: it takes a list of names of headers',
    ],
    [
      'an address that is none',
      'subgraphs: { urls: { room: [nowhere] } }',
      'subgraphs.urls.room is not understood: it takes a URL',
    ],
    [
      'an address without a scheme',
      'subgraphs: { urls: { room: "localhost:1" } }',
      'it takes a URL with http:',
    ],
    [
      'keys that cannot be fetched',
      'auth: { jwksUrl: "ftp://a/keys" }',
      'it takes a URL with https: or http:',
    ],
    ['a time that no timer can wait', 'live: { lifetime: 1000h }', 'live.lifetime is not understood'],
    ['no time at all', 'limits: { time: 0 }', 'limits.time is not understood: it takes a duration'],
    ['a port that there is not', 'port: 70000', 'port is not understood: it takes a whole number from 0'],
    [
      'more than all',
      'subgraphs: { breaker: { failurePercent: 101 } }',
      'it takes a whole number from 1 to 100',
    ],
    [
      'a breaker that would never open',
      'subgraphs: { breaker: { minimum: 60 } }',
      'subgraphs.breaker.minimum is 60 and subgraphs.breaker.window 50',
    ],
    [
      'an origin that is an address',
      'cors: { origins: "https://a.example/" }',
      'it takes `*`, `none`, or a list',
    ],
    [
      'all origins and one',
      'cors: { origins: ["*", "https://a.example"] }',
      'it takes `*`, `none`, or a list',
    ],
    ['a proof that any page can send', 'csrf: { headers: [accept] }', 'none that browsers send unasked'],
    ['a header that the router sets', 'headers: { propagate: [host] }', 'the router sets host itself'],
    [
      'a header under the name of such a one',
      'headers: { propagate: [{ name: a, as: Content-Length }] }',
      'the router sets content-length itself',
    ],
    [
      'a value that no header has',
      'headers: { propagate: [{ name: a, default: "x\\ny" }] }',
      'headers.propagate.0.default is not understood: it takes the value of a header',
    ],
    ['rules that are left open', 'headers: { subgraphs: { legacy: } }', 'headers.subgraphs.legacy is not'],
    ['an unknown section without settings', 'limts:', 'limts is not known'],
    ['something else than settings', '- 1', 'router.yaml must hold settings'],
    ['no YAML', 'a: [', 'router.yaml cannot be read'],
  ])('%s', (_, text, message) => {
    expect(() => readFile(text)).toThrow(message);
  });
});
