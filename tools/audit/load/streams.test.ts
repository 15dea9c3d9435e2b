import { expect, test } from 'vitest';
import { contextStream } from '../../../platform/messaging/jetstream/streams.ts';
import { limitOf } from './streams.ts';

const FOREVER = { max_age: 0, max_msgs: -1, max_bytes: -1, max_msgs_per_subject: -1 };
const DAY = { ...FOREVER, max_age: 24 * 3_600 * 1e9 };
const FIRST = { messages: 5, first_seq: 100, first_ts: '2030-05-01T09:00:00.123456789Z' };
const NOW = Date.parse('2030-05-02T09:30:00.000Z');

test('a stream that forgets has to have what is younger than its first message', () => {
  expect(limitOf(DAY, FIRST, NOW)).toEqual({ since: '2030-05-01T09:00:00.123Z', perSubject: undefined });
});

test('an empty one has to have what is younger than its age', () => {
  expect(limitOf(DAY, { ...FIRST, messages: 0 }, NOW).since).toBe('2030-05-01T09:30:00.000Z');
});

test('one that has forgotten nothing yet has to have everything, as one that never forgets', () => {
  expect(limitOf(DAY, { ...FIRST, first_seq: 1 }, NOW).since).toBeUndefined();
  expect(limitOf(FOREVER, FIRST, NOW).since).toBeUndefined();
});

test('the largest number of messages of a subject is that of the settings', () => {
  expect(limitOf({ ...FOREVER, max_msgs_per_subject: 1 }, FIRST, NOW)).toEqual({
    since: undefined,
    perSubject: 1,
  });
});

test('one with a retention has to have what was published within it, whatever its first message is', () => {
  const { metadata } = contextStream('booking', { keptMs: 3_600_000 });
  const kept = { ...FOREVER, allow_msg_ttl: true, metadata };
  for (const first_seq of [1, 100])
    expect(limitOf(kept, { ...FIRST, first_seq }, NOW).since).toBe('2030-05-02T08:30:00.000Z');
});
