import { describe, expect, test } from 'vitest';
import { type BreakerState, createCircuitBreaker } from './circuit-breaker.ts';

function breakerAt(limits: Partial<Parameters<typeof createCircuitBreaker>[0]['limits']> = {}) {
  const clock = { ms: 0 };
  const states: BreakerState[] = [];
  const breaker = createCircuitBreaker({
    limits: { failureShare: 0.5, window: 4, minimumRequests: 4, probeAfterMs: 1_000, ...limits },
    onState: (state) => states.push(state),
    now: () => clock.ms,
  });
  const pass = (result: 'ok' | 'failed' | 'unknown') => {
    if (breaker.acquire() === undefined) breaker.release(result);
  };
  return { breaker, clock, states, pass };
}

describe('the circuit breaker', () => {
  test('opens when enough of the last requests have failed, and not before', () => {
    const { breaker, states, pass } = breakerAt();
    for (const result of ['failed', 'ok', 'failed'] as const) pass(result);
    expect(states).toEqual([]);
    pass('ok');
    pass('failed');
    expect(states).toEqual(['open']);
    expect(breaker.acquire()).toContain('failed');
  });

  test('lets one request probe after its pause, and closes when the probe succeeds', () => {
    const { breaker, clock, states, pass } = breakerAt();
    for (let index = 0; index < 4; index += 1) pass('failed');
    clock.ms = 1_000;
    expect(breaker.acquire()).toBeUndefined();
    expect(breaker.acquire()).toBeDefined();
    breaker.release('ok');
    expect(states).toEqual(['open', 'half-open', 'closed']);
    expect(breaker.acquire()).toBeUndefined();
  });

  test('opens again when the probe fails, and lets the next one probe when its caller leaves', () => {
    const { breaker, clock, states, pass } = breakerAt();
    for (let index = 0; index < 4; index += 1) pass('failed');
    clock.ms = 1_000;
    pass('unknown');
    expect(breaker.acquire()).toBeUndefined();
    breaker.release('failed');
    expect(breaker.acquire()).toBeDefined();
    expect(states.at(-1)).toBe('open');
  });

  test('ignores requests whose callers left', () => {
    const { states, pass } = breakerAt();
    for (let index = 0; index < 8; index += 1) pass('unknown');
    expect(states).toEqual([]);
  });
});
