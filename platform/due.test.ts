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

test('what falls due before the next round is returned when it is due', async () => {
  const { clock, dueBy } = createFixture(100, 60_000);
  expect((await dueNow(dueBy, clock)).map(({ id }) => id)).toEqual(['100']);
  expect(clock() >= addMilliseconds(START, 100)).toBe(true);
});

test('what falls due later is not waited for', async () => {
  const { clock, dueBy } = createFixture(60_000);
  expect(await dueNow(dueBy, clock)).toEqual([]);
});

test('a pause may be long, and what falls due in it is returned when it is due', async () => {
  const { clock, dueBy } = createFixture(400, 60_000);
  const round = { untilNextMs: 5_000, signal: new AbortController().signal };
  expect((await dueNow(dueBy, clock, round)).map(({ id }) => id)).toEqual(['400']);
});

test('a round that shall end waits for nothing', async () => {
  const { clock, dueBy } = createFixture(4_000);
  const ending = new AbortController();
  const due = dueNow(dueBy, clock, { untilNextMs: 5_000, signal: ending.signal });
  ending.abort();
  expect(await due).toEqual([]);
  expect(clock() < addMilliseconds(START, 4_000)).toBe(true);
});
