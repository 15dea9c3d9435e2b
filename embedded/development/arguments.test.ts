import { afterEach, describe, expect, test, vi } from 'vitest';
import { readDevelopmentArguments } from './arguments.ts';

describe('the arguments of npm run dev', () => {
  afterEach(() => {
    vi.restoreAllMocks();
  });

  test('are names and one program to debug', () => {
    expect(readDevelopmentArguments([])).toEqual({ names: [], inspect: undefined });
    expect(readDevelopmentArguments(['booking', '--inspect', 'booking-2', 'room'])).toEqual({
      names: ['booking', 'room'],
      inspect: { name: 'booking-2', port: undefined },
    });
    expect(readDevelopmentArguments(['--inspect=router:9333'])).toEqual({
      names: [],
      inspect: { name: 'router', port: 9333 },
    });
  });

  test('print the usage', () => {
    const log = vi.spyOn(console, 'log').mockReturnValue();
    expect(readDevelopmentArguments(['--help'])).toEqual({ status: 0 });
    expect(log).toHaveBeenCalledWith(expect.stringContaining('npm run dev'));
  });

  test.each([
    ['--inspect'],
    ['--inspect', 'booking:0'],
    ['--inspect', 'booking:70000'],
    ['--inspect', ''],
    ['--watch'],
  ])('are refused with the usage: %s %s', (...args) => {
    const error = vi.spyOn(console, 'error').mockReturnValue();
    expect(readDevelopmentArguments(args)).toEqual({ status: 2 });
    expect(error).toHaveBeenCalledWith(expect.stringContaining('Usage: npm run dev'));
  });
});
