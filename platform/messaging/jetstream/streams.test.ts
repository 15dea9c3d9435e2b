import { expect, test } from 'vitest';
import { contextStream, keptMsOf, metadataWith, RETENTION_READ_MS, wholeSince } from './streams.ts';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
const NOON = Date.parse('2030-05-01T12:00:00.000Z');

const kept = (keptMs: number) => contextStream('room', { keptMs });

test('a stream is whole from the beginning of its retention on', () => {
  expect(wholeSince(kept(30 * DAY), NOON)).toBe(NOON - 30 * DAY);
  expect(wholeSince({ ...kept(30 * DAY), allow_msg_ttl: false }, NOON)).toBeUndefined();
});

test('the retention that a stream has is no change', () => {
  expect(metadataWith(7 * DAY, kept(7 * DAY), NOON)).toBeUndefined();
});

test('a part of a second counts as a second', () => {
  expect(keptMsOf(kept(1_500))).toBe(2_000);
});

test('a hundred years are for ever', () => {
  expect(keptMsOf(kept(Number.MAX_SAFE_INTEGER))).toBe(100 * 365 * DAY);
});

/** A stream whose retention is changed on some days, and the messages of each hour. */
function live(changes: Readonly<Record<number, number>>) {
  let config = kept(7 * DAY);
  /** What publishers have read last. */
  let known = 7 * DAY;
  const messages: { readonly at: number; readonly until: number }[] = [];
  const publish = (at: number) => messages.push({ at, until: at + known });

  /** Whether nothing of what the stream says to be whole has left. */
  function isTrue(now: number): boolean {
    const since = wholeSince(config, now) ?? Number.NaN;
    return messages.every(({ at, until }) => at <= since || until > now);
  }

  const wrong: number[] = [];
  for (let hour = 0; hour < 150 * 24; hour += 1) {
    const now = NOON + hour * HOUR;
    const keptMs = hour % 24 === 0 ? changes[hour / 24] : undefined;
    if (keptMs !== undefined)
      config = { ...config, metadata: metadataWith(keptMs, config, now) ?? config.metadata ?? {} };
    // The last message before the publishers read the retention again.
    publish(now + RETENTION_READ_MS - 1);
    known = keptMsOf(config) ?? Number.NaN;
    if (!isTrue(now + RETENTION_READ_MS)) wrong.push(hour);
  }
  return { wrong, since: (now: number) => wholeSince(config, now) };
}

test.each([
  ['longer', { 20: 30 * DAY }],
  ['shorter', { 20: 2 * DAY }],
  ['longer, then shorter', { 20: 30 * DAY, 22: 14 * DAY }],
  ['longer, and longer again', { 20: 30 * DAY, 22: 60 * DAY }],
  ['shorter, then longer', { 20: 2 * DAY, 21: 30 * DAY, 40: 7 * DAY, 41: 90 * DAY }],
])('what a stream says to be whole is whole while its retention becomes %s', (_, changes) => {
  expect(live(changes).wrong).toEqual([]);
});

test('a longer retention counts in full once it has passed', () => {
  const { since } = live({ 20: 30 * DAY });
  const at = (day: number) => NOON + day * DAY;
  expect(since(at(20))).toBe(at(13));
  expect(since(at(40))).toBe(at(20) + 2 * RETENTION_READ_MS);
  expect(since(at(60))).toBe(at(30));
});
