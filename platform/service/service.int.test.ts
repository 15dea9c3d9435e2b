import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { expect, test } from 'vitest';

const service = new URL('run-service.ts', import.meta.url).href;
const program = `
const { runService } = await import(${JSON.stringify(service)});
await runService('test', async () => { throw new Error('It was started'); });`;

/** Runs a service that fails to start, and waits for its exit. */
function run(env: Readonly<Record<string, string>>) {
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
