import { execFile } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, expect, test } from 'vitest';

const SUBGRAPHS = join(import.meta.dirname, '../../subgraphs');
const RUN_SERVICE = new URL('run-service.ts', import.meta.url).href;
const LOGGER = new URL('../telemetry/logger.ts', import.meta.url).href;
const FAILS_TO_START = "throw new Error('It was started');";
const CANNOT_GO_ON =
  "return { becomeUnready() {}, close: async () => {}, failed: Promise.reject(new Error('It cannot go on')) };";

type Ended = { readonly code: number; readonly stdout: string; readonly stderr: string };

/** Runs a program until it exits. */
function run(args: readonly string[], env: Readonly<Record<string, string>> = {}): Promise<Ended> {
  return promisify(execFile)(process.execPath, args, { env: { PATH: process.env.PATH, ...env } }).then(
    ({ stdout, stderr }) => ({ code: 0, stdout, stderr }),
    ({ code, stdout, stderr }: Ended) => ({ code, stdout, stderr }),
  );
}

/** Runs a service that starts like this. */
function runStarting(start: string): Promise<Ended> {
  const program = `
const { runService } = await import(${JSON.stringify(RUN_SERVICE)});
const { createLogger } = await import(${JSON.stringify(LOGGER)});
const log = createLogger('test', 'fatal');
const tracing = { endpoint: undefined };
await runService({ name: 'test', log, tracing, shutdown: { delay: 0, timeout: 1_000 }, start: async () => { ${start} } });
setInterval(() => {}, 1_000);`;
  return run(['--input-type=module', '-e', program]);
}

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'service-'));
  await writeFile(join(folder, 'url'), 'mysql://us:s3cr3t@a/b\n');
});
afterAll(() => rm(folder, { recursive: true }));

/** What is wrong is printed in one message, without what may be a secret, before there is a log. */
test.each([
  [
    'booking',
    {
      PORT: 'x',
      LOG_LEVEL: 'loud',
      HOLD_LIMIT: 'soon',
      PAYMENT_IN_FLIGHT: '0',
      NATS_URL: 'http://us:s3cr3t@a',
      DATABASE_URL_FILE: '/none',
      JWKS_URL: 'https://a/keys',
      SERVICE_TOKEN: 's3cr3t',
      SHUTDOWN_DELAY: '1m',
    },
    `8 settings are wrong:
  DATABASE_URL_FILE names a file that cannot be read: ENOENT: no such file or directory, open '/none'
  PORT=x is invalid: expected a whole number from 0 to 65535
  LOG_LEVEL=loud is invalid: expected trace, debug, info, warn, error, fatal or silent
  NATS_URL is invalid: expected nats://HOST:PORT or tls://HOST:PORT, or several separated by commas
  SHUTDOWN_DELAY (60000 ms) is not below SHUTDOWN_TIMEOUT (20000 ms): nothing would be drained
  PAYMENT_URL is not set: expected an http: or https: URL, or several
  PAYMENT_IN_FLIGHT=0 is invalid: expected a whole number, 1 or more
  HOLD_LIMIT=soon is invalid: expected a duration such as 500ms, 5s or 2m
`,
  ],
  [
    'supplies',
    { NATS_URL: 'nats://a:1', SERVICE_TOKEN: 's3cr3t', MONGODB_URL_FILE: 'url', READS_AT_ONCE: 'many' },
    `3 settings are wrong:
  JWKS_URL is not set: expected a URL with the scheme http:, https:, file: or data:
  READS_AT_ONCE=many is invalid: expected a whole number, 1 or more
  MONGODB_URL is invalid: expected a URL with the scheme mongodb: or mongodb+srv:
`,
  ],
])('%s names everything that is wrong with its settings, and exits with 1', async (name, env, message) => {
  const inFolder = Object.entries(env).map(([key, value]) => [
    key,
    value === 'url' ? join(folder, value) : value,
  ]);
  const ended = await run([join(SUBGRAPHS, name, 'main.ts')], Object.fromEntries(inFolder));
  expect(ended).toEqual({ code: 1, stdout: '', stderr: message });
});

test('a failed start is logged in one line, and the exit status is 1', async () => {
  const { code, stdout, stderr } = await runStarting(FAILS_TO_START);
  expect({ code, stderr }).toEqual({ code: 1, stderr: '' });
  expect(stdout.trim().split('\n')).toEqual([expect.stringContaining('It was started')]);
});

test('a service that cannot go on as its settings ask for ends with the exit status 1', async () => {
  const { code, stdout } = await runStarting(CANNOT_GO_ON);
  expect(code).toBe(1);
  expect(stdout.trim().split('\n')).toEqual([expect.stringContaining('It cannot go on')]);
});
