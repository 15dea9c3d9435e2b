import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { type PollingLoop, type Round, startPollingLoop } from './polling-loop.ts';

const MINUTE_MS = 60_000;

describe('a polling loop', () => {
  let loop: PollingLoop;
  let rounds: Round[];

  /** Rounds within this time. */
  async function roundsWithin(ms: number): Promise<number> {
    rounds = [];
    await vi.advanceTimersByTimeAsync(ms);
    return rounds.length;
  }

  beforeEach(() => {
    vi.useFakeTimers();
    rounds = [];
    loop = startPollingLoop({
      everyMs: 100,
      idleMs: 5_000,
      async poll(round) {
        rounds.push(round);
      },
    });
  });

  afterEach(async () => {
    await loop.close();
    vi.useRealTimers();
  });

  test('polls at its interval for a minute, and from then on as seldom as it is idle', async () => {
    expect(await roundsWithin(1_000)).toBe(10);
    expect(rounds[0]?.untilNextMs).toBe(100);
    await roundsWithin(MINUTE_MS);
    expect(await roundsWithin(MINUTE_MS)).toBe(12);
    expect(rounds[0]?.untilNextMs).toBe(5_000);
  });

  test('leaves its idle pace with activity, whose round shall end, and returns to it', async () => {
    await roundsWithin(2 * MINUTE_MS);
    const [last] = rounds.slice(-1);
    loop.noteActivity();
    expect(last?.signal.aborted).toBe(true);
    expect(await roundsWithin(1_000)).toBe(10);
    expect(rounds[0]?.signal.aborted).toBe(false);
    await roundsWithin(MINUTE_MS);
    expect(await roundsWithin(MINUTE_MS)).toBe(12);
  });

  test('is woken at once also when it is idle', async () => {
    await roundsWithin(2 * MINUTE_MS);
    loop.wake();
    expect(await roundsWithin(0)).toBe(1);
  });
});
