import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { mkdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { eventually } from './eventually.ts';

const PROGRAM = `
  import { tmpdir } from 'node:os';
  import { useRunFolder } from ${JSON.stringify(join(import.meta.dirname, 'run-folder.ts'))};
  useRunFolder();
  console.log(tmpdir());
  setInterval(() => {}, 1_000);
`;

test('a killed run leaves no temporary folder, and waits for the instances in it', async () => {
  const run = spawn(process.execPath, ['--input-type=module', '--eval', PROGRAM], {
    env: { PATH: process.env.PATH, TMPDIR: tmpdir() },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const [folder] = (await once(createInterface(run.stdout), 'line')) as [string];
  const instance = join(folder, 'instance');
  await mkdir(instance);
  await writeFile(join(instance, 'instance.json'), '{}');
  await writeFile(join(folder, 'left-behind'), '');

  run.kill('SIGKILL');
  await once(run, 'exit');
  // Ten turns of the watchdog.
  for (const end = performance.now() + 1_000; performance.now() < end; await nextTurn())
    expect(existsSync(instance)).toBe(true);
  await rm(instance, { recursive: true });
  await eventually(() => expect(existsSync(folder)).toBe(false));
});
