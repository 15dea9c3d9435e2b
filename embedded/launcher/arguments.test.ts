import { afterEach, expect, test, vi } from 'vitest';
import { readArguments } from './arguments.ts';

afterEach(() => {
  vi.restoreAllMocks();
});

test('positional arguments are the names to start', () => {
  expect(readArguments('start', ['room', 'nats'], { DATA_DIR: '/data' })).toEqual({
    names: ['room', 'nats'],
    dataDir: '/data',
  });
});

test('--help prints the usage and exits with 0', () => {
  const out = vi.spyOn(console, 'log').mockReturnValue();
  expect(readArguments('stop', ['--help'], {})).toEqual({ status: 0 });
  expect(out).toHaveBeenCalledWith(expect.stringContaining('Usage: npm stop'));
});

test.each([
  ['start', '--room'],
  ['status', 'room'],
] as const)('%s %s is refused', (command, arg) => {
  const err = vi.spyOn(console, 'error').mockReturnValue();
  expect(readArguments(command, [arg], {})).toEqual({ status: 2 });
  expect(err).toHaveBeenCalledWith(expect.stringMatching(new RegExp(`${arg}(.|\n)*Usage: npm`)));
});
