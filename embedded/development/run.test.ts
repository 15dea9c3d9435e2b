import { describe, expect, test, vi } from 'vitest';
import { DEV, runDevelopment } from './run.ts';

describe('the arguments of npm run dev', () => {
  test('are names and one program to debug', () => {
    expect(DEV.read([])).toEqual({ names: [], inspect: undefined });
    expect(DEV.read(['booking', '--inspect', 'booking-2', 'room'])).toEqual({
      names: ['booking', 'room'],
      inspect: { name: 'booking-2', port: undefined },
    });
    expect(DEV.read(['--inspect=router:9333'])).toEqual({
      names: [],
      inspect: { name: 'router', port: 9333 },
    });
  });

  const run = (...args: readonly string[]) => runDevelopment({ args, env: {}, root: import.meta.dirname });

  test('print the usage', async () => {
    const log = vi.spyOn(console, 'log').mockReturnValue();
    expect(await run('--help')).toBe(0);
    expect(log).toHaveBeenCalledWith(expect.stringContaining('npm run dev'));
  });

  test.each([
    ['--inspect'],
    ['--inspect', 'booking:0'],
    ['--inspect', 'booking:70000'],
    ['--inspect', ''],
    ['--watch'],
  ])('are refused with the usage: %s %s', async (...args) => {
    const error = vi.spyOn(console, 'error').mockReturnValue();
    expect(await run(...args)).toBe(2);
    expect(error).toHaveBeenCalledWith(expect.stringContaining('Usage: npm run dev'));
  });
});
