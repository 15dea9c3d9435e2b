import { globSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { z } from 'zod';
import { SERVICES } from '../../embedded/launcher/services.ts';
import { fileVariableOf } from '../../platform/config/secret-files.ts';
import { ROOT } from '../run.ts';
import { runConfig } from './main.ts';
import { SUBGRAPHS } from './processes.ts';
import { allRows } from './rows.ts';
import { createValues } from './values.ts';

/** What reads `process.env` itself, with the reason. */
const EXCEPTIONS: Readonly<Record<string, string>> = {
  'platform/config/environment.ts': 'is the module of the tables',
  'router/supergraph/no-telemetry.ts': 'sets a variable for a library',
  'embedded/process/lifeline.ts': 'takes its mark out of what children inherit, before a program is loaded',
  'embedded/launcher/stand-ins.ts': 'is the text of programs for tests',
  'tools/sandbox/bundle.ts': 'tells the bundler what to replace',
};

/** Variables of the system and of npm, which are not ours to document. */
const OF_SYSTEM = new Set(['DISPLAY', 'WAYLAND_DISPLAY']);

const FOLDERS = '{subgraphs,router,platform,schema,embedded,tools,examples}/**/*.ts';

/** The files of the product, without those of tests. */
const FILES = globSync(FOLDERS, { cwd: ROOT })
  .filter((file) => !/\.test\.ts$|\/testing\/|\/testing\.ts$|router\/pages\/browser/.test(file))
  .map((file) => ({ file, text: readFileSync(join(ROOT, file), 'utf8') }));

const NAMES = new Set(allRows().map(({ name }) => name));

test('one module reads the environment, with named exceptions', () => {
  const readers = FILES.filter(({ text }) =>
    /process\.env\b|\bprocess\[|\{[^}]*\benv\b[^}]*\} = process\b/.test(text),
  );
  expect(readers.map(({ file }) => file).sort()).toEqual(Object.keys(EXCEPTIONS).sort());
});

test('what is read by name is in a table', () => {
  const others = FILES.filter(({ file }) => !(file in EXCEPTIONS));
  const read = others.flatMap(({ text }) =>
    [...text.matchAll(/\b(?:env|environment)(?:\.|\[')([A-Z][A-Z0-9_]+)\b/g)].map(([, name]) => name ?? ''),
  );
  expect(read.length).toBeGreaterThan(0);
  expect([...new Set(read)].filter((name) => !NAMES.has(name) && !OF_SYSTEM.has(name))).toEqual([]);
});

test('every service has a table', () => {
  expect(Object.keys(SUBGRAPHS).sort()).toEqual(SERVICES.map(({ name }) => name).sort());
});

test('each setting has a sentence, and the name of no other one’s file', () => {
  for (const { name, about } of allRows()) {
    expect(about.description, name).not.toBe('');
    if (about.isSecret) expect(NAMES).not.toContain(fileVariableOf(name));
  }
});

test('everything that can hold a password is a secret', () => {
  const suspicious = allRows().filter(
    ({ name, about }) =>
      /PASSWORD|TOKEN|SECRET|API_KEY|(DATABASE|MONGODB|NATS|SMTP)_URL/.test(name) && !about.isSecret,
  );
  expect(suspicious.map(({ name }) => name)).toEqual([]);
});

describe('values', () => {
  const folder = mkdtempSync(join(tmpdir(), 'config-'));
  afterAll(() => rmSync(folder, { recursive: true }));
  const [envFile, routerFile] = [join(folder, '.env'), join(folder, 'router.yaml')];
  writeFileSync(envFile, "DATABASE_URL='postgres://us:s3cr3t@a/b'\nHOLD_LIMIT=9s\n");
  writeFileSync(routerFile, 'limits: { depth: 7 }\nlive: { heartbeat: 90s }\n');

  function valueAndOrigin(name: string, env: Readonly<Record<string, string>>) {
    const row = allRows().find((each) => each.name === name);
    if (row === undefined) throw new Error(`There is no ${name}`);
    const { value, origin } = createValues({ env, envFile, routerFiles: [routerFile], folder })(row);
    return [value, origin];
  }

  test.each([
    ['HOLD_LIMIT', {}, '30s', 'default'],
    ['HOLD_LIMIT', { HOLD_LIMIT: '9s' }, '9s', '.env'],
    ['HOLD_LIMIT', { HOLD_LIMIT: '8s' }, '8s', 'environment'],
    ['DATABASE_URL', { DATABASE_URL: 'postgres://us:s3cr3t@a/b' }, '********', '.env'],
    ['DATABASE_URL', { DATABASE_URL_FILE: '/run/secrets/a' }, '********', '/run/secrets/a'],
    ['STRIPE_API_BASE', { STRIPE_API_BASE: 'http://us:s3cr3t@a/' }, 'http://********@a/', 'environment'],
    ['limits.depth', {}, '7', 'router.yaml'],
    ['LIVE_HEARTBEAT', {}, '90s', 'router.yaml'],
    ['LIVE_HEARTBEAT', { LIVE_HEARTBEAT: '1m' }, '1m', 'environment'],
  ])('%s with %j is %s from %s', (name, env, value, origin) => {
    expect(valueAndOrigin(name, env)).toEqual([value, origin]);
  });
});

describe('npm run config', () => {
  async function run(args: readonly string[], env: Readonly<Record<string, string>> = {}) {
    const out: string[] = [];
    const err: string[] = [];
    const status = await runConfig(args, {
      env,
      out: (text) => out.push(text),
      err: (text) => err.push(text),
    });
    return { status, out: out.join('\n'), err: err.join('\n') };
  }

  test('prints every setting and no secret', async () => {
    const secrets = allRows().flatMap(({ name, about }) =>
      about.isSecret ? [[name, 's3cr3t'] as const] : [],
    );
    for (const args of [[], ['--json'], ['payment']]) {
      const { out, err } = await run(args, Object.fromEntries(secrets));
      expect(out).toContain('STRIPE_API_KEY');
      expect(out + err).not.toContain('s3cr3t');
    }
  });

  test('prints settings by name, or those of a process, as JSON', async () => {
    const rows = z.array(z.object({ name: z.string(), readers: z.array(z.string()) }));
    const [hold, notification] = await Promise.all([
      run(['hold_limit', '--json']),
      run(['notification', '--json']),
    ]);
    expect(rows.parse(JSON.parse(hold.out)).map(({ name }) => name)).toEqual(['HOLD_LIMIT']);
    const ofNotification = rows.parse(JSON.parse(notification.out));
    expect(ofNotification.map(({ name }) => name)).toContain('SMTP_FROM');
    expect(ofNotification.every(({ readers }) => readers.includes('notification'))).toBe(true);
  });

  test('names what is invalid and what looks misspelled', async () => {
    const { status, err } = await run([], { PORT: 'x', HOLD_LIMIT: 'soon', LOG_LEVLE: 'debug' });
    expect(status).toBe(1);
    expect(err.split('\n').sort()).toEqual([
      'HOLD_LIMIT=soon is invalid: expected a duration such as 500ms, 5s or 2m',
      'LOG_LEVLE is no setting and has no effect: did you mean LOG_LEVEL?',
      'PORT=x is invalid: expected a whole number from 0 to 65535',
    ]);
    expect(await run(['NO_SUCH'])).toMatchObject({ status: 2, err: expect.stringContaining('NO_SUCH') });
  });
});
