import { expect, test } from 'vitest';
import { fillAliases, readAlias } from './aliases.ts';

const booking = { id: 'b1', room: { id: 'r1', host: null } };

test.each([
  ['a field at the top', ['bookingId: booking.id'], { booking, bookingId: 'b1' }],
  [
    'a field inside of an object',
    ['booking.roomId: booking.room.id'],
    { booking: { ...booking, roomId: 'r1' } },
  ],
  ['an object', ['room: booking.room'], { booking, room: booking.room }],
  ['null for a missing source', ['roomName: booking.room.name'], { booking, roomName: null }],
  ['null for a source inside of null', ['hostId: booking.room.host.id'], { booking, hostId: null }],
  ['null in place of an own value', ['booking.id: id'], { booking: { ...booking, id: null } }],
  ['nothing inside of null', ['booking.room.host.name: booking.id'], { booking }],
  ['nothing inside of what is missing', ['payment.bookingId: booking.id'], { booking }],
  [
    'sources as they were published',
    ['id: booking.id', 'booking.id: id'],
    {
      id: 'b1',
      booking: { ...booking, id: null },
    },
  ],
  ['no inherited property', ['name: constructor.name'], { booking, name: null }],
])('aliases give %s', (_, aliases, expected) => {
  const payload = structuredClone({ booking });
  expect(fillAliases(payload, aliases.map(readAlias))).toEqual(expected);
  expect(payload).toEqual({ booking });
});

test('a payload that is no object is left', () => {
  expect(fillAliases('text', [readAlias('id: booking.id')])).toBe('text');
});
