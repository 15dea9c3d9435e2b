import { afterEach, expect, test, vi } from 'vitest';
import { runWithArguments } from './arguments.ts';

afterEach(() => {
  vi.restoreAllMocks();
});

const command = vi.fn(async () => 7);

test('positional arguments are the names to start', async () => {
  const given = { args: ['room', 'nats'], env: { DATA_DIR: '/data' } };
  expect(await runWithArguments('start', given, command)).toBe(7);
  expect(command).toHaveBeenCalledExactlyOnceWith({
    names: ['room', 'nats'],
    dataDir: '/data',
    json: false,
    tokens: false,
  });
});

test('--help prints the usage and exits with 0', async () => {
  const out = vi.spyOn(console, 'log').mockReturnValue();
  expect(await runWithArguments('stop', { args: ['--help'], env: {} }, command)).toBe(0);
  expect(out).toHaveBeenCalledWith(expect.stringContaining('Usage: npm stop'));
});

test.each([
  ['start', '--room'],
  ['status', 'room'],
] as const)('%s %s is refused', async (name, arg) => {
  const err = vi.spyOn(console, 'error').mockReturnValue();
  expect(await runWithArguments(name, { args: [arg], env: {} }, command)).toBe(2);
  expect(err).toHaveBeenCalledWith(expect.stringMatching(new RegExp(`${arg}(.|\n)*Usage: npm`)));
});
