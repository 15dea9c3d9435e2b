import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { createClient } from 'graphql-ws';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { WebSocket } from 'ws';
import { type FixtureGraph, startFixtureGraph } from './testing/fixture-graph.ts';

const PROGRAM = fileURLToPath(new URL('main.ts', import.meta.url));

let graph: FixtureGraph;
let folder: string;

beforeAll(async () => {
  graph = await startFixtureGraph();
  folder = await mkdtemp(join(tmpdir(), 'router-main-'));
  await writeFile(join(folder, 'supergraph.graphql'), graph.supergraph);
});
afterAll(async () => {
  await graph[Symbol.asyncDispose]();
  await rm(folder, { recursive: true, force: true });
});

type LogLine = {
  readonly level: string;
  readonly msg: string;
  readonly url?: string;
  readonly err?: { message: string };
};

/** Runs the router in its own process and collects its log lines. */
function run(...args: string[]) {
  // The NATS server is unreachable: the router must start without it.
  const env = { PATH: process.env.PATH, NATS_URL: 'nats://127.0.0.1:1' };
  const child = spawn(process.execPath, [PROGRAM, ...args], { env, stdio: ['ignore', 'pipe', 'inherit'] });
  const lines: LogLine[] = [];
  const reader = createInterface(child.stdout);
  const served = new Promise<string>((resolve) => {
    reader.on('line', (line) => {
      const parsed = JSON.parse(line) as LogLine;
      lines.push(parsed);
      if (parsed.url) resolve(parsed.url);
    });
  });
  return { child, lines, served, exit: once(child, 'exit') };
}

test('serves a supergraph file, and exits with 0 after SIGTERM', async () => {
  const { child, served, exit } = run('--supergraph', join(folder, 'supergraph.graphql'), '--port', '0');
  const url = await served;
  const response = await fetch(`${url}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ query: '{ crates { label items { count } } }' }),
  });
  expect(await response.json()).toMatchObject({
    data: { crates: [{ label: 'label-1', items: [{ count: 3 }] }, {}] },
  });

  const client = createClient({
    url: `${url.replace('http', 'ws')}/graphql`,
    webSocketImpl: WebSocket,
    lazy: false,
  });
  await new Promise((resolve) => client.on('connected', resolve));
  const closed = new Promise((resolve) => client.on('closed', resolve));
  child.kill('SIGTERM');
  expect(await closed).toMatchObject({ code: 1001 });
  await client.dispose();
  expect(await exit).toEqual([0, null]);
});

test('exits with 2 and a message for an invalid command line', async () => {
  const command = promisify(execFile);
  const wrong = command(process.execPath, [PROGRAM, '--supergraf', 'a'], { env: { PATH: process.env.PATH } });
  await expect(wrong).rejects.toMatchObject({
    code: 2,
    stderr: expect.stringMatching(/--supergraf.*Usage:/s),
  });
  const { stdout } = await command(process.execPath, [PROGRAM, '--help']);
  expect(stdout).toMatch(/^Usage: npm run router -- --supergraph FILE/);
});

test('exits with 2 and one message for everything that is wrong with its settings', async () => {
  const ended = promisify(execFile)(process.execPath, [PROGRAM, '--port', 'x'], {
    env: {
      PATH: process.env.PATH,
      NODE_ENV: 'production',
      QUERY_TIMEOUT: 'soon',
      NATS_URL: 'http://us:s3cr3t@a',
      NATS_PASSWORD_FILE: '/none',
      SAFELIST: 'only',
    },
  });
  await expect(ended).rejects.toMatchObject({
    code: 2,
    stdout: '',
    stderr: `7 settings are wrong:
  NATS_PASSWORD_FILE names a file that cannot be read: ENOENT: no such file or directory, open '/none'
  SUPERGRAPH is not set: expected the path of a supergraph file (--supergraph)
  PORT=x is invalid: expected a whole number from 0 to 65535
  NATS_URL is invalid: expected nats://HOST:PORT or tls://HOST:PORT, or several separated by commas
  documents.safelist is "only": set documents.manifest (or SAFELIST_MANIFEST) to the safelist's file
  QUERY_TIMEOUT=soon is invalid: expected a duration such as 500ms, 5s or 2m, above 0 and at most 596h
  auth.jwksUrl (JWKS_URL) is not set: expected the public keys of the token issuer. Without them everybody may do everything, which in production auth.open (AUTH_OPEN) has to allow
`,
  });
});

test('exits with 1 and a log line when the supergraph file is missing', async () => {
  const { lines, exit } = run('--supergraph', join(folder, 'missing.graphql'), '--port', '0');
  expect(await exit).toEqual([1, null]);
  expect(lines.find(({ level }) => level === 'fatal')?.err?.message).toMatch(
    /missing\.graphql cannot be used: ENOENT/,
  );
});

test('`plan` prints a plan instead of serving, and ends with the status of the command', async () => {
  const document = join(folder, 'crates.graphql');
  await writeFile(document, '{ crates { label items { count } } }');
  const plan = (...args: readonly string[]) =>
    promisify(execFile)(process.execPath, [PROGRAM, 'plan', ...args]);
  const { stdout } = await plan(document, '--supergraph', join(folder, 'supergraph.graphql'));
  expect(stdout).toContain('Fetch from stock for crates.@');
  await expect(plan()).rejects.toMatchObject({ code: 2, stdout: '' });
  await expect(plan(join(folder, 'missing.graphql'))).rejects.toMatchObject({ code: 1, stdout: '' });
});
