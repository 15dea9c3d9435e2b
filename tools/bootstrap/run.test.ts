import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test, vi } from 'vitest';

/** Counts the signals until a second one, or until the next ones of a bootstrap that repeats it were due. */
const PROGRAM = `
  import { appendFileSync, renameSync } from 'node:fs';
  const file = process.argv[2];
  const end = () => { renameSync(file, file + '.done'); process.exit(); };
  let signals = 0;
  process.on('SIGTERM', () => {
    signals += 1;
    appendFileSync(file, 'SIGTERM ');
    if (signals === 2) end();
    setTimeout(end, 3_000);
  });
  appendFileSync(file, 'started ');
  setInterval(() => {}, 1_000);`;

test('a program whose npm is killed gets one SIGTERM, as a further one would end it at once', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'bootstrap-'));
  const [program, signals] = [join(folder, 'program.mjs'), join(folder, 'signals')];
  await writeFile(program, PROGRAM);
  const bootstrap = `
    import { run } from ${JSON.stringify(new URL('run.mjs', import.meta.url).href)};
    await run(process.execPath, ${JSON.stringify([program, signals])}, { stdio: 'ignore' });`;
  const npm = `
    require('node:child_process').spawn(process.execPath, ['--input-type=module', '-e', process.argv[1]], {
      stdio: 'ignore', env: { ...process.env, npm_lifecycle_event: 'start' } });`;
  const parent = spawn(process.execPath, ['-e', npm, bootstrap], { stdio: 'ignore' });
  const read = (file: string) => vi.waitFor(() => readFile(file, 'utf8'), { timeout: 20_000 });
  expect(await read(signals)).toBe('started ');
  parent.kill('SIGKILL');
  await once(parent, 'exit');
  expect(await read(`${signals}.done`)).toBe('started SIGTERM ');
  await rm(folder, { recursive: true });
});
