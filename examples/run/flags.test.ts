import { expect, test } from 'vitest';
import { API, type Example, readExamples } from './example.ts';
import { variablesFor } from './flags.ts';

const now = new Date('2030-05-01T09:00:00Z');

function variables(name: string, given: Readonly<Record<string, unknown>> = {}) {
  const example: Example | undefined = readExamples().find((each) => each.name === name);
  if (example === undefined) throw new Error(`There is no ${name}.`);
  return variablesFor(example, given, { schema: API, now });
}

test('are those of the file, in which instants are counted from now', () => {
  expect(variables('Rooms')).toEqual({ first: 20 });
  expect(variables('AvailableRooms')).toMatchObject({
    slot: { start: '2030-05-02T09:00:00.000Z', end: '2030-05-02T10:00:00.000Z' },
    from: '2030-05-01T09:00:00.000Z',
  });
});

test('are overridden by what is given, deep in an input, too', () => {
  const given = { name: 'Nile', 'hourlyRate.amount': 5, supplies: ['{"name":"Chair","quantity":2}'] };
  expect(variables('RegisterRoom', given)).toEqual({
    input: {
      name: 'Nile',
      capacity: 8,
      timeZone: 'Asia/Seoul',
      hourlyRate: { amount: 5, currency: 'KRW' },
      supplies: [{ name: 'Chair', quantity: 2 }],
      idempotencyKey: expect.any(String),
    },
  });
  expect(variables('RoomStatus', { roomIds: ['a', 'b'] })).toEqual({ roomIds: ['a', 'b'] });
});

test('have a new idempotency key each time, unless one is given', () => {
  const keyOf = (given = {}) => JSON.stringify(variables('CancelBooking', { id: 'a', ...given }));
  expect(keyOf()).toMatch(/"idempotencyKey":"[0-9a-f-]{36}"/);
  expect(keyOf()).not.toBe(keyOf());
  expect(keyOf({ idempotencyKey: 'mine' })).toContain('"idempotencyKey":"mine"');
});
