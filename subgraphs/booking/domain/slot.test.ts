import { describe, expect, test } from 'vitest';
import {
  gapsBetween,
  LONGEST_SLOT_MS,
  SHORTEST_SLOT_MS,
  type Slot,
  START_GRACE_MS,
  slotFaults,
  slotFrom,
  slotLengthMs,
} from './slot.ts';

const NOW = '2030-05-01T09:00:00.000Z';

function at(ms: number): string {
  return new Date(Date.parse(NOW) + ms).toISOString();
}

test('a slot ends with the year 9999', () => {
  const start = '9999-12-31T23:00:00.000Z';
  expect(slotFrom(start, 7_200_000)).toEqual({ start, end: '9999-12-31T23:59:59.999Z' });
});

describe('a requested slot', () => {
  test.each<[string, Slot, ReturnType<typeof slotFaults>]>([
    ['five minutes', slotFrom(NOW, SHORTEST_SLOT_MS), []],
    ['a millisecond less than five minutes', slotFrom(NOW, SHORTEST_SLOT_MS - 1), ['TooShort']],
    ['no time at all', slotFrom(NOW, 0), ['Reversed']],
    ['an end before the start', slotFrom(NOW, -1), ['Reversed']],
    ['thirty days', slotFrom(NOW, LONGEST_SLOT_MS), []],
    ['a millisecond more than thirty days', slotFrom(NOW, LONGEST_SLOT_MS + 1), ['TooLong']],
    ['a start just within the grace', slotFrom(at(-START_GRACE_MS), 3_600_000), []],
    ['a start just out of the grace', slotFrom(at(-START_GRACE_MS - 1), 3_600_000), ['InThePast']],
    ['a start in the past and an end before it', slotFrom(at(-3_600_000), -1), ['InThePast', 'Reversed']],
  ])('%s', (_name, slot, faults) => {
    expect(slotFaults(slot, NOW)).toEqual(faults);
  });

  test('the bounds are five minutes, thirty days and a minute of grace', () => {
    expect([SHORTEST_SLOT_MS, LONGEST_SLOT_MS, START_GRACE_MS]).toEqual([300_000, 2_592_000_000, 60_000]);
  });

  test('its length is exact over the end of a month', () => {
    expect(slotLengthMs({ start: '2032-02-28T23:00:00.000Z', end: '2032-03-01T00:00:00.000Z' })).toBe(
      25 * 3_600_000,
    );
  });
});

describe('the gaps between taken slots', () => {
  const hour = (start: number, end: number): Slot => ({
    start: at(start * 3_600_000),
    end: at(end * 3_600_000),
  });
  const day = hour(0, 10);

  test.each<[string, readonly Slot[], readonly Slot[]]>([
    ['nothing taken leaves all', [], [day]],
    ['one in the middle leaves two', [hour(4, 5)], [hour(0, 4), hour(5, 10)]],
    ['one from the start leaves the rest', [hour(0, 3)], [hour(3, 10)]],
    ['one up to the end leaves what is before', [hour(7, 10)], [hour(0, 7)]],
    ['touching ones leave nothing between them', [hour(2, 4), hour(4, 6)], [hour(0, 2), hour(6, 10)]],
    ['one that reaches in from before', [hour(-3, 2)], [hour(2, 10)]],
    ['one that reaches out behind', [hour(8, 12)], [hour(0, 8)]],
    ['one that covers all', [hour(-1, 11)], []],
    ['exactly all', [hour(0, 10)], []],
    ['ones that only touch the interval', [hour(-2, 0), hour(10, 12)], [day]],
    ['ones that lie outside', [hour(-4, -2), hour(12, 14)], [day]],
    ['all taken by several', [hour(-1, 3), hour(3, 7), hour(7, 12)], []],
  ])('%s', (_name, taken, gaps) => {
    expect(gapsBetween(taken, day)).toEqual(gaps);
  });
});
