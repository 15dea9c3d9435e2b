import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { createLineRate, logFaults, MOST_PER_SECOND, shortenLine } from './log-bounds.ts';
import { createLogger } from './logger.ts';

describe('a line', () => {
  test('that is short stays as it is', () => {
    const line = `${JSON.stringify({ msg: 'x'.repeat(10_000) })}\n`;
    expect(shortenLine(line)).toBe(line);
  });

  test('that is long has its texts and lists shortened', () => {
    const err = { type: 'Error', message: 'é'.repeat(3_000), stack: 's'.repeat(50_000) };
    const line = `${JSON.stringify({ level: 'error', err, ids: Array.from({ length: 100 }, (_, at) => String(at)) })}\n`;
    expect(JSON.parse(shortenLine(line))).toEqual({
      level: 'error',
      err: {
        type: 'Error',
        message: `${'é'.repeat(2_000)}… (3000 characters)`,
        stack: `${'s'.repeat(2_000)}… (50000 characters)`,
      },
      ids: Array.from({ length: 20 }, (_, at) => String(at)),
      length: line.length,
    });
  });

  test('that is too long even so keeps what finds its operation', () => {
    const texts = Array.from({ length: 20 }, () => 't'.repeat(1_999));
    const line = `${JSON.stringify({ level: 'error', correlationId: 'c', texts, msg: 'failed' })}\n`;
    expect(JSON.parse(shortenLine(line))).toEqual({
      level: 'error',
      correlationId: 'c',
      msg: 'failed',
      length: line.length,
    });
  });
});

describe('the lines of one message', () => {
  beforeEach(() => void vi.useFakeTimers());
  afterEach(() => void vi.useRealTimers());

  test('are limited in each second, and what was left out is counted', () => {
    const onLeftOut = vi.fn<(count: number, message: string) => void>();
    const mayWrite = createLineRate(onLeftOut);
    vi.advanceTimersByTime(1_000);
    const written = (count: number, message: string) =>
      Array.from({ length: count }, () => mayWrite(50, message)).filter(Boolean).length;
    expect(written(MOST_PER_SECOND + 30, 'failed')).toBe(MOST_PER_SECOND);
    expect(written(3, 'other')).toBe(3);
    expect(onLeftOut).not.toHaveBeenCalled();
    vi.advanceTimersByTime(1_000);
    expect(onLeftOut.mock.calls).toEqual([[30, 'failed']]);
    expect(written(5, 'failed')).toBe(5);
  });
});

test('of the faults of one operation the first five are logged, and how many more there are', () => {
  const log = createLogger('test', 'silent');
  const lines = vi.spyOn(log, 'error');
  const fault = (at: number) => ({ err: new Error('no'), path: ['rooms', at] });
  logFaults(
    log,
    'failed',
    Array.from({ length: 5 }, (_, at) => fault(at)),
  );
  expect(lines).toHaveBeenCalledTimes(5);
  logFaults(
    log,
    'failed',
    Array.from({ length: 7_000 }, (_, at) => fault(at)),
  );
  expect(lines).toHaveBeenCalledTimes(11);
  expect(lines).toHaveBeenLastCalledWith({ more: 6_995 }, expect.any(String));
});
