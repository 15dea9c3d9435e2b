import { expect, test, vi } from 'vitest';
import { parseCommandLine, runCommand } from './command-line.ts';

const OPTIONS = { seed: { type: 'string' }, help: { type: 'boolean' } } as const;

test('options are parsed; an unknown one gives a message that names it', () => {
  expect(parseCommandLine({ args: ['--seed', '7'], options: OPTIONS })).toMatchObject({
    values: { seed: '7' },
  });
  expect(parseCommandLine({ args: ['--sede', '7'], options: OPTIONS })).toContain('--sede');
  expect(parseCommandLine({ args: ['--seed'], options: OPTIONS })).toContain('--seed');
});

test('a command runs; help prints the usage; a wrong command line prints both and exits with 2', async () => {
  const output = { out: vi.fn(), err: vi.fn() };
  const run = vi.fn(async () => 7);
  const common = { usage: 'Usage: x', output };
  expect(await runCommand({ parsed: { seed: 1 }, ...common }, run)).toBe(7);
  expect(run).toHaveBeenCalledExactlyOnceWith({ seed: 1 });
  expect(await runCommand({ parsed: undefined, ...common }, run)).toBe(0);
  expect(output.out).toHaveBeenCalledExactlyOnceWith('Usage: x');
  expect(await runCommand({ parsed: 'Unknown option', ...common }, run)).toBe(2);
  expect(output.err).toHaveBeenCalledExactlyOnceWith('Unknown option\n\nUsage: x');
});
