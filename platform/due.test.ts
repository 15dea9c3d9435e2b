import { expect, test } from 'vitest';
import { addMilliseconds } from './decisions/values.ts';
import { type Due, dueNow } from './due.ts';

const START = '2030-05-01T09:00:00.000Z';

/** A clock that runs as the real one does, from the start on, and what falls due then. */
function createFixture(...dueAfterMs: readonly number[]) {
  const begun = Date.now();
  const clock = () => addMilliseconds(START, Date.now() - begun);
  const all = dueAfterMs.map((ms): Due => ({ id: String(ms), dueAt: addMilliseconds(START, ms) }));
  return { clock, dueBy: async (at: string) => all.filter(({ dueAt }) => dueAt <= at) };
}

test('what is overdue is due now, without what comes later', async () => {
  const { clock, dueBy } = createFixture(-60_000, -1, 200);
  expect((await dueNow(dueBy, () => START)).map(({ id }) => id)).toEqual(['-60000', '-1']);
  expect((await dueNow(dueBy, clock)).map(({ id }) => id)).toContain('-1');
});

test('what falls due within the look-ahead is returned when it is due', async () => {
  const { clock, dueBy } = createFixture(100, 60_000);
  expect((await dueNow(dueBy, clock)).map(({ id }) => id)).toEqual(['100']);
  expect(clock() >= addMilliseconds(START, 100)).toBe(true);
});

test('what falls due later is not waited for', async () => {
  const { clock, dueBy } = createFixture(60_000);
  expect(await dueNow(dueBy, clock)).toEqual([]);
});
