import { describe, expect, test } from 'vitest';
import { createGate, type GateState } from './gate.ts';

function gateAt(limits: Partial<Parameters<typeof createGate>[0]['limits']> = {}, inFlight = 10) {
  const clock = { ms: 0 };
  const states: GateState[] = [];
  const gate = createGate({
    limits: { failureShare: 0.5, window: 4, minimumRequests: 4, probeAfterMs: 1_000, ...limits },
    inFlight,
    onState: (state) => states.push(state),
    now: () => clock.ms,
  });
  const pass = (result: 'well' | 'failed' | 'unknown') => {
    if (gate.enter() === undefined) gate.leave(result);
  };
  return { gate, clock, states, pass };
}

describe('the bulkhead', () => {
  test('rejects requests beyond its capacity until one ends', () => {
    const { gate } = gateAt({}, 1);
    expect(gate.enter()).toBeUndefined();
    expect(gate.enter()).toContain('too many');
    gate.leave('well');
    expect(gate.enter()).toBeUndefined();
  });
});

describe('the circuit breaker', () => {
  test('opens when enough of the last requests have failed, and not before', () => {
    const { gate, states, pass } = gateAt();
    for (const result of ['failed', 'well', 'failed'] as const) pass(result);
    expect(states).toEqual([]);
    pass('well');
    pass('failed');
    expect(states).toEqual(['open']);
    expect(gate.enter()).toContain('failed');
  });

  test('lets one request probe after its pause, and closes when the probe succeeds', () => {
    const { gate, clock, states, pass } = gateAt();
    for (let index = 0; index < 4; index += 1) pass('failed');
    clock.ms = 1_000;
    expect(gate.enter()).toBeUndefined();
    expect(gate.enter()).toBeDefined();
    gate.leave('well');
    expect(states).toEqual(['open', 'half-open', 'closed']);
    expect(gate.enter()).toBeUndefined();
  });

  test('opens again when the probe fails, and lets the next one probe when its caller leaves', () => {
    const { gate, clock, states, pass } = gateAt();
    for (let index = 0; index < 4; index += 1) pass('failed');
    clock.ms = 1_000;
    pass('unknown');
    expect(gate.enter()).toBeUndefined();
    gate.leave('failed');
    expect(gate.enter()).toBeDefined();
    expect(states.at(-1)).toBe('open');
  });

  test('ignores requests whose callers left', () => {
    const { states, pass } = gateAt();
    for (let index = 0; index < 8; index += 1) pass('unknown');
    expect(states).toEqual([]);
  });
});
