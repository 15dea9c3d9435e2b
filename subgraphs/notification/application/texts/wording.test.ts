import { describe, expect, test } from 'vitest';
import type { ContentOf, MessageContent, MessageKind } from '../../domain/message.ts';
import { wordingOf } from './wording.ts';

const room = { id: 'r', name: 'Han' };
const slot = { start: '2030-05-02T09:00:00.000Z', end: '2030-05-02T10:00:00.000Z' };
const use = { bookingId: 'b', room, slot };

/** One message of each kind. */
const EXAMPLES: { readonly [Kind in MessageKind]: ContentOf<Kind> } = {
  BOOKING_CONFIRMED: { kind: 'BOOKING_CONFIRMED', ...use, price: { amount: 20_000, currency: 'KRW' } },
  BOOKING_REJECTED: { kind: 'BOOKING_REJECTED', ...use, reason: 'PAYMENT_DECLINED' },
  BOOKING_CANCELLED: { kind: 'BOOKING_CANCELLED', ...use, by: 'STAFF', reason: 'The heating is broken.' },
  BOOKING_REFUNDED: { kind: 'BOOKING_REFUNDED', bookingId: 'b', amount: { amount: 1_250, currency: 'USD' } },
  ROOM_ASSIGNED: { kind: 'ROOM_ASSIGNED', ...use },
  ROOM_UNASSIGNED: { kind: 'ROOM_UNASSIGNED', ...use, reason: 'ROOM_CLOSED' },
  BOOKMARK_ADDED: { kind: 'BOOKMARK_ADDED', target: { type: 'COURSE', id: 'c', name: 'River walk' } },
  BOOKMARK_REMOVED: { kind: 'BOOKMARK_REMOVED', target: { type: 'ROOM', id: 'r', name: 'Han' } },
};

const contents: readonly MessageContent[] = Object.values(EXAMPLES);

test('each kind has its text in English', () => {
  const texts = contents.map((content) => wordingOf({ content, timeZone: 'Asia/Seoul' }, 'EN').text);
  expect(texts).toEqual([
    'Your booking of Han is confirmed: Thu, May 2, 2030, 6:00 – 7:00 PM GMT+9. Price: ₩20,000.',
    'Your booking of Han did not succeed: Thu, May 2, 2030, 6:00 – 7:00 PM GMT+9. The payment was declined. Nothing was charged.',
    'Your booking of Han is cancelled: Thu, May 2, 2030, 6:00 – 7:00 PM GMT+9. The host has cancelled it. Reason: The heating is broken.',
    '$12.50 for your booking is on its way back to you.',
    'Han is assigned to your booking: Thu, May 2, 2030, 6:00 – 7:00 PM GMT+9.',
    'Han is no longer assigned to your booking: Thu, May 2, 2030, 6:00 – 7:00 PM GMT+9. The room is closed.',
    'You have bookmarked River walk.',
    'You have removed your bookmark of Han.',
  ]);
});

test('each kind has its text in Korean', () => {
  for (const content of contents) {
    const { title, text } = wordingOf({ content, timeZone: 'Asia/Seoul' }, 'KO');
    expect(title, content.kind).toMatch(/\p{Script=Hangul}/u);
    expect(text, content.kind).toMatch(/\p{Script=Hangul}/u);
  }
  const content = EXAMPLES.BOOKING_CONFIRMED;
  const { text } = wordingOf({ content, timeZone: 'Asia/Seoul' }, 'KO');
  expect(text).toBe('‘Han’ 예약이 확정되었습니다: 2030년 5월 2일 (목) 오후 6:00~7:00 GMT+9. 금액: ₩20,000.');
});

describe('times', () => {
  const period = (timeZone: string | null) =>
    wordingOf({ content: EXAMPLES.ROOM_ASSIGNED, timeZone }, 'EN').text;

  test('are those of the room, whatever zone the service runs in', () => {
    expect(period('America/New_York')).toContain('5:00 – 6:00 AM EDT');
    expect(period('Asia/Kathmandu')).toContain('2:45 – 3:45 PM GMT+5:45');
  });

  test.each([
    [
      'EN',
      '2027-11-07T05:50Z',
      '2027-11-07T06:10Z',
      'Sun, Nov 7, 2027, 1:50 AM EDT – Sun, Nov 7, 2027, 1:10 AM EST',
    ],
    [
      'EN',
      '2027-11-07T05:30Z',
      '2027-11-07T06:30Z',
      'Sun, Nov 7, 2027, 1:30 AM EDT – Sun, Nov 7, 2027, 1:30 AM EST',
    ],
    [
      'EN',
      '2027-03-14T06:30Z',
      '2027-03-14T07:30Z',
      'Sun, Mar 14, 2027, 1:30 AM EST – Sun, Mar 14, 2027, 3:30 AM EDT',
    ],
    [
      'KO',
      '2027-11-07T05:50Z',
      '2027-11-07T06:10Z',
      '2027년 11월 7일 (일) 오전 1:50 GMT-4 ~ 2027년 11월 7일 (일) 오전 1:10 GMT-5',
    ],
  ] as const)(
    'have the zone of each end where the clocks change between them: %s %s to %s',
    (language, start, end, text) => {
      const content = { ...EXAMPLES.ROOM_ASSIGNED, slot: { start, end } };
      expect(wordingOf({ content, timeZone: 'America/New_York' }, language).text).toContain(`: ${text}.`);
    },
  );

  test('are in UTC, and say so, when the room is not known', () => {
    expect(period(null)).toContain('9:00 – 10:00 AM UTC');
  });
});

test.each([
  [{ amount: 1, currency: 'JPY' }, '¥1'],
  [{ amount: 1_234, currency: 'KWD' }, 'KWD 1.234'],
  [{ amount: 5_000, currency: 'HUF' }, 'HUF 50.00'],
  [{ amount: 9_007_199_254_740_991, currency: 'EUR' }, '€90,071,992,547,409.91'],
])('%o has the decimals that ISO 4217 gives its currency', (amount, expected) => {
  const content = { ...EXAMPLES.BOOKING_REFUNDED, amount };
  expect(wordingOf({ content, timeZone: null }, 'EN').text.replaceAll('\u00a0', ' ')).toContain(expected);
});
