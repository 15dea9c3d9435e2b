import { execFile } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { cp, mkdir, mkdtemp, rm, symlink } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { z } from 'zod';
import { plainEnvironment } from '../../embedded/process/command.ts';
import { KEYS, needsTerminal, openTerminal } from '../../platform/testing/terminal.ts';
import { ROOT } from '../run.ts';
import { COMMANDS } from './commands.ts';

type Outcome = { readonly status: number; readonly out: string; readonly err: string };

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'meetingroom-commands-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

const manifest = z.object({ scripts: z.record(z.string(), z.string()) });
const { scripts } = manifest.parse(JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8')));

/** Runs a script of package.json as npm does. Its DATA_DIR does not exist, unless `env` gives one. */
function runScript(
  name: string,
  args: readonly string[],
  { cwd = ROOT, env = {} }: { readonly cwd?: string; readonly env?: Readonly<Record<string, string>> } = {},
): Promise<Outcome> {
  const [program = '', ...first] = scripts[name]?.split(' ') ?? [];
  const file = program === 'node' ? process.execPath : program;
  const place = { DATA_DIR: join(folder, 'nothing'), NO_COLOR: '1', ...env };
  return new Promise((resolve) => {
    execFile(
      file,
      [...first, ...args],
      { cwd, env: { ...plainEnvironment(), ...place } },
      (error, out, err) => resolve({ status: error === null ? 0 : Number(error.code), out, err }),
    );
  });
}

/** vitest reads the arguments of `npm test` itself. */
const OURS = Object.keys(scripts).filter((name) => name !== 'test');

describe.concurrent('every command', { timeout: 60_000 }, () => {
  test.each(OURS)('%s --no-such-option says what is valid and exits with 2', async (name) => {
    const { status, out, err } = await runScript(name, ['--no-such-option']);
    expect(err).toContain('no-such-option');
    expect(err).toContain('Usage: npm');
    expect(err).not.toMatch(/^\s+at /m);
    expect(out).toBe('');
    expect(status).toBe(2);
  });

  test('is in the overview of npm run help', async () => {
    const { out } = await runScript('help', []);
    for (const name of Object.keys(scripts)) expect(out).toMatch(new RegExp(`^  npm (run )?${name} `, 'm'));
    expect(COMMANDS.map(({ name }) => name).sort()).toEqual(OURS.filter((name) => name !== 'help').sort());
  });

  test('bench refuses a number that is none', async () => {
    const { status, err } = await runScript('bench', ['router', '--seconds', 'abc']);
    expect(err).toContain('--seconds takes a whole number from 1 to 3600, not "abc".');
    expect(err).toContain('Usage: npm run bench -- router');
    expect(status).toBe(2);
  });

  test('router -- plan has a help and options of its own', async () => {
    expect(await runScript('router', ['plan', '--help'])).toMatchObject({
      status: 0,
      out: expect.stringContaining('router -- plan'),
    });
    expect(await runScript('router', ['plan', '--moon'])).toMatchObject({ status: 2 });
  });
});

describe('a clone in which nothing is installed', () => {
  let clone: string;
  beforeAll(async () => {
    clone = join(folder, 'clone');
    for (const part of ['package.json', 'package-lock.json', 'tools'])
      await cp(join(ROOT, part), join(clone, part), { recursive: true });
  });

  test.each([
    ['stop', 0, 'Nothing runs here'],
    ['status', 1, 'Nothing runs here'],
    ['open', 1, 'Nothing runs here'],
    ['logs', 1, 'There are no logs'],
    ['reset', 0, 'nothing to delete'],
    ['help', 0, 'Commands'],
  ] as const)('answers %s without installing anything', async (name, status, text) => {
    const outcome = await runScript(name, [], { cwd: clone });
    expect(outcome.out + outcome.err).toContain(text);
    expect(outcome.status).toBe(status);
    expect(existsSync(join(clone, 'node_modules')) || existsSync(join(clone, '.cache'))).toBe(false);
  });

  test.each(OURS)('%s --help prints its usage with an example, without installing anything', async (name) => {
    const { status, out } = await runScript(name, ['--help'], { cwd: clone });
    expect(out).toMatch(new RegExp(`^Usage: npm (run )?(--silent )?${name}\\b`));
    expect(out).toMatch(/^Examples?:/m);
    expect(status).toBe(0);
    expect(existsSync(join(clone, 'node_modules')) || existsSync(join(clone, '.cache'))).toBe(false);
  });

  test('says that the npm cache cannot be written', async () => {
    const env = { npm_config_cache: join(clone, 'package.json') };
    const { status, err } = await runScript('token', ['--subject', 'a', '--role', 'host'], {
      cwd: clone,
      env,
    });
    expect(err).toContain('npm cannot write its cache');
    expect(status).toBe(1);
  });
});

describe('reset', () => {
  async function instanceFolder(): Promise<string> {
    const dataDir = await mkdtemp(join(folder, 'data-'));
    for (const part of ['logs', 'identity', 'nats']) await mkdir(join(dataDir, part));
    return dataDir;
  }

  test('deletes what an instance keeps, and the folder', async () => {
    const dataDir = await instanceFolder();
    const { status, out } = await runScript('reset', ['--yes'], { env: { DATA_DIR: dataDir } });
    expect(out).toContain('identity, logs, nats');
    expect(status).toBe(0);
    expect(existsSync(dataDir)).toBe(false);
  });

  test('refuses without a terminal and without --yes', async () => {
    const dataDir = await instanceFolder();
    const { status, err } = await runScript('reset', [], { env: { DATA_DIR: dataDir } });
    expect(err).toContain('--yes');
    expect(status).toBe(1);
    expect(existsSync(join(dataDir, 'nats'))).toBe(true);
  });

  test.for([
    ['y', `y${KEYS.enter}`, 0],
    ['YES', `YES${KEYS.enter}`, 0],
    ['n', `n${KEYS.enter}`, 1],
    ['nothing', KEYS.enter, 1],
    ['Ctrl-C', KEYS.ctrlC, 1],
    ['Ctrl-D', KEYS.ctrlD, 1],
  ] as const)('asks on a terminal, and deletes only after yes: %s', async ([, keys, status], context) => {
    needsTerminal(context);
    const dataDir = await instanceFolder();
    const command = [process.execPath, ...(scripts.reset?.split(' ').slice(1) ?? [])];
    const env = { ...plainEnvironment(), DATA_DIR: dataDir, NO_COLOR: '1' };
    await using terminal = openTerminal(command, env);
    await terminal.until('Delete it? [y/N]');
    expect(existsSync(join(dataDir, 'nats'))).toBe(true);
    terminal.press(keys);
    expect(await terminal.exit, terminal.output()).toBe(status);
    expect(terminal.output()).toContain(status === 0 ? 'Deleted.' : 'Nothing is deleted.');
    expect(terminal.output()).not.toMatch(/^\s+at /m);
    expect(existsSync(dataDir)).toBe(status === 1);
  });

  test('does not touch a folder that is not an instance’s', async () => {
    const dataDir = await instanceFolder();
    await symlink(ROOT, join(dataDir, 'thesis'));
    const foreign = await runScript('reset', ['--yes'], { env: { DATA_DIR: dataDir } });
    expect(foreign).toMatchObject({ status: 1, err: expect.stringContaining('thesis') });
    expect(existsSync(join(dataDir, 'nats'))).toBe(true);
    const other = await mkdtemp(join(folder, 'other-'));
    expect(await runScript('reset', ['--yes'], { env: { DATA_DIR: other } })).toMatchObject({ status: 1 });
    expect(existsSync(other)).toBe(true);
  });
});

test('token makes no keys in a folder that is not an instance’s', async () => {
  const dataDir = join(folder, 'mistyped');
  const { status, err } = await runScript('token', ['--subject', 'alice', '--role', 'customer'], {
    env: { DATA_DIR: dataDir },
  });
  expect(err).toContain('There is no instance in');
  expect(status).toBe(1);
  expect(existsSync(dataDir)).toBe(false);
});
