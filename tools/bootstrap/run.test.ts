import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { expect, test, vi } from 'vitest';

const RUN = JSON.stringify(new URL('run.mjs', import.meta.url).href);

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
    import { run } from ${RUN};
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

test.each([
  [{ HTTP_PROXY: 'http://127.0.0.1:1' }, 'localhost,127.0.0.1,::1'],
  [{ HTTP_PROXY: 'http://127.0.0.1:1', NO_PROXY: 'example.org' }, 'example.org,localhost,127.0.0.1,::1'],
  [{ http_proxy: 'http://127.0.0.1:1', no_proxy: 'a', NO_PROXY: 'b' }, 'a,localhost,127.0.0.1,::1'],
  [{ HTTP_PROXY: 'http://127.0.0.1:1', NO_PROXY: '*' }, '*'],
])('a program reaches this machine without the proxy of %j', async (proxy, expected) => {
  await using server = createServer((_, response) => void response.end('reached'));
  await once(server.listen(0, '127.0.0.1'), 'listening');
  const { port } = server.address() as AddressInfo;
  const program = `
    const answer = await fetch('http://127.0.0.1:${port}').then((response) => response.text(), String);
    console.log(answer, process.env.NO_PROXY);`;
  const bootstrap = `
    import { run } from ${RUN};
    await run(process.execPath, ${JSON.stringify(['--input-type=module', '-e', program])}, { stdio: 'inherit' });`;
  const { PATH = '' } = process.env;
  const { stdout } = await promisify(execFile)(process.execPath, ['--input-type=module', '-e', bootstrap], {
    env: { PATH, NODE_USE_ENV_PROXY: '1', ...proxy },
  });
  expect(stdout).toBe(`reached ${expected}\n`);
});
