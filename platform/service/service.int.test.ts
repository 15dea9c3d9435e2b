import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { expect, test } from 'vitest';

const service = new URL('index.ts', import.meta.url).href;
const program = `
const { runService } = await import(${JSON.stringify(service)});
await runService('test', async () => { throw new Error('It was started'); });`;

/** Runs a service that does not start, to its end. */
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

test('a LOG_LEVEL that is none ends the start with one line that says so', async () => {
  expect(await run({ LOG_LEVEL: 'loud' })).toEqual({
    code: 1,
    stdout: '',
    stderr: 'LOG_LEVEL=loud is invalid: expected trace, debug, info, warn, error, fatal or silent\n',
  });
});

test('a start that fails is logged in one line, and the exit status is 1', async () => {
  const { code, stdout, stderr } = await run({ LOG_LEVEL: 'fatal' });
  expect({ code, stderr }).toEqual({ code: 1, stderr: '' });
  expect(stdout.trim().split('\n')).toEqual([expect.stringContaining('It was started')]);
});
