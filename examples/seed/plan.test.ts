import { expect, test } from 'vitest';
import { planBookings, ROOMS } from './plan.ts';

const keysOf = (now: string) => planBookings(new Date(now)).map(({ key }) => key);

test('there are six rooms of two hosts at two locations', () => {
  expect(ROOMS).toHaveLength(6);
  expect(new Set(ROOMS.map(({ host }) => host)).size).toBe(2);
  expect(new Set(ROOMS.map(({ input }) => input.location)).size).toBe(2);
});

test('bookings lie in the coming week, on working days, at working hours of the room, and do not overlap', () => {
  // Clocks change in Lisbon on 29 March 2026.
  const now = new Date('2026-03-26T22:30:00Z');
  const plan = planBookings(now);
  expect(plan.length).toBeGreaterThan(50);
  for (const { room, slot } of plan) {
    expect(Date.parse(slot.start)).toBeGreaterThan(now.getTime());
    expect(Date.parse(slot.end)).toBeLessThan(now.getTime() + 9 * 86_400_000);
    const format = new Intl.DateTimeFormat('en-GB', {
      timeZone: room.input.timeZone,
      weekday: 'short',
      hour: '2-digit',
      minute: '2-digit',
    });
    expect(format.format(new Date(slot.start))).toMatch(/^(Mon|Tue|Wed|Thu|Fri).*(09|10|13|14|16):00$/);
  }
  for (const room of ROOMS) {
    const slots = plan.filter((each) => each.room === room).map(({ slot }) => slot);
    for (const [index, { start }] of slots.entries())
      expect(Date.parse(start)).toBeGreaterThanOrEqual(Date.parse(slots[index - 1]?.end ?? '1970-01-01'));
  }
});

test('the plan of another day repeats the bookings of the days that they share', () => {
  const first = keysOf('2026-11-23T12:00:00Z');
  expect(keysOf('2026-11-23T13:00:00Z')).toEqual(first);
  const later = new Set(keysOf('2026-11-25T12:00:00Z'));
  const shared = first.filter((key) => key.includes('2026-11-27'));
  expect(shared.length).toBeGreaterThan(0);
  expect(shared.every((key) => later.has(key))).toBe(true);
});
