import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { expect, test } from 'vitest';

const service = new URL('run-service.ts', import.meta.url).href;
const FAILS_TO_START = "throw new Error('It was started');";
const CANNOT_GO_ON =
  "return { close: async () => {}, failed: Promise.reject(new Error('It cannot go on')) };";

/** Runs a service that starts like this, and waits for its exit. */
function run(env: Readonly<Record<string, string>>, start = FAILS_TO_START) {
  const program = `
const { runService } = await import(${JSON.stringify(service)});
await runService('test', async () => { ${start} });
setInterval(() => {}, 1_000);`;
  return promisify(execFile)(process.execPath, ['--input-type=module', '-e', program], {
    env: { PATH: process.env.PATH, ...env },
  }).then(
    ({ stdout, stderr }) => ({ code: 0, stdout, stderr }),
    ({ code, stdout, stderr }: { code: number; stdout: string; stderr: string }) => ({
      code,
      stdout,
      stderr,
    }),
  );
}

test('an invalid LOG_LEVEL is reported in one line, and the exit status is 1', async () => {
  expect(await run({ LOG_LEVEL: 'loud' })).toEqual({
    code: 1,
    stdout: '',
    stderr: 'LOG_LEVEL=loud is invalid: expected trace, debug, info, warn, error, fatal or silent\n',
  });
});

test('a failed start is logged in one line, and the exit status is 1', async () => {
  const { code, stdout, stderr } = await run({ LOG_LEVEL: 'fatal' });
  expect({ code, stderr }).toEqual({ code: 1, stderr: '' });
  expect(stdout.trim().split('\n')).toEqual([expect.stringContaining('It was started')]);
});

test('a service that cannot go on as its settings ask for ends with the exit status 1', async () => {
  const { code, stdout } = await run({ LOG_LEVEL: 'fatal' }, CANNOT_GO_ON);
  expect(code).toBe(1);
  expect(stdout.trim().split('\n')).toEqual([expect.stringContaining('It cannot go on')]);
});
