import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  bookableGaps,
  firstBookableGaps,
  gapsBetween,
  LONGEST_SLOT_MS,
  MOST_FREE_SLOTS,
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

/** How far ahead bookings are taken here. */
const YEAR_MS = 365 * 24 * 3_600_000;

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
    ['an end just within the horizon', { start: at(YEAR_MS - 3_600_000), end: at(YEAR_MS) }, []],
    ['an end just after the horizon', { start: at(YEAR_MS), end: at(YEAR_MS + 3_600_000) }, ['TooFarAhead']],
    ['a start in the past and an end before it', slotFrom(at(-3_600_000), -1), ['InThePast', 'Reversed']],
  ])('%s', (_name, slot, faults) => {
    expect(slotFaults(slot, NOW, at(YEAR_MS))).toEqual(faults);
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

describe('the bookable gaps', () => {
  const DAY_MS = 24 * 3_600_000;
  const NOW = 10 * DAY_MS;
  const LAST = 70 * DAY_MS;
  const PERIOD = { now: at(NOW), last: at(LAST) };
  const instant = fc.integer({ min: 0, max: 80 * DAY_MS });
  const interval = fc
    .tuple(instant, instant)
    .filter(([a, b]) => a !== b)
    .map(([a, b]) => ({ start: at(Math.min(a, b)), end: at(Math.max(a, b)) }));
  /** Taken slots, in order and apart. */
  const taken = fc
    .uniqueArray(instant, { maxLength: 12 })
    .map((instants) => instants.toSorted((a, b) => a - b))
    .map((instants) =>
      instants.flatMap((start, index) => {
        const end = instants[index + 1];
        return index % 2 === 0 && end !== undefined ? [{ start: at(start), end: at(end) }] : [];
      }),
    );

  test('can each be booked: they have no faults, lie in the interval, and overlap nothing', () => {
    fc.assert(
      fc.property(taken, interval, (slots, within) => {
        const all = [...slots];
        for (const gap of bookableGaps(slots, within, PERIOD)) {
          expect(slotFaults(gap, PERIOD.now, PERIOD.last)).toEqual([]);
          expect(gap.start >= within.start && gap.end <= within.end).toBe(true);
          expect(all.some(({ start, end }) => start < gap.end && gap.start < end)).toBe(false);
          all.push(gap);
        }
      }),
    );
  });

  test('leave out only what is past, too far ahead, taken, or too short', () => {
    fc.assert(
      fc.property(taken, interval, (slots, within) => {
        const offered = bookableGaps(slots, within, PERIOD);
        for (const gap of gapsBetween(slots, within)) {
          const start = gap.start < PERIOD.now ? PERIOD.now : gap.start;
          const end = gap.end > PERIOD.last ? PERIOD.last : gap.end;
          const length = slotLengthMs({ start, end });
          const inside = offered.filter((each) => each.start >= start && each.end <= end);
          const sum = inside.reduce((total, each) => total + slotLengthMs(each), 0);
          expect(sum).toBe(length < SHORTEST_SLOT_MS ? 0 : length);
        }
      }),
    );
  });

  test('are told up to a number, the earliest first', () => {
    const taken = Array.from({ length: MOST_FREE_SLOTS + 10 }, (_, index) =>
      slotFrom(at(NOW + index * 2 * SHORTEST_SLOT_MS), SHORTEST_SLOT_MS),
    );
    const within = slotFrom(at(NOW), LONGEST_SLOT_MS);
    const first = firstBookableGaps(taken, within, PERIOD);
    expect(first).toEqual(bookableGaps(taken, within, PERIOD).slice(0, first.length));
    expect(first).toHaveLength(MOST_FREE_SLOTS);
  });
});
