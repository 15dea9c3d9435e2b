import { describe, expect, test } from 'vitest';
import { roomInputProblems, supplyLinesProblems, toChanges, toSupplyLines } from './room-input.ts';

const rate = { amount: 12_000, currency: 'KRW' };

describe('the description of a room', () => {
  test.each([
    ['name', 'REQUIRED', { name: '  ' }],
    ['name', 'REQUIRED', { name: '\u200b\u2060' }],
    ['name', 'TOO_LONG', { name: 'x'.repeat(201) }],
    ['name', 'MALFORMED', { name: 'two\nlines' }],
    ['name', 'MALFORMED', { name: 'half a \ud800 pair' }],
    ['description', 'TOO_LONG', { description: 'x'.repeat(5_001) }],
    ['description', 'MALFORMED', { description: 'nul \0' }],
    ['location', 'TOO_LONG', { location: 'x'.repeat(201) }],
    ['capacity', 'TOO_SMALL', { capacity: 0 }],
    ['capacity', 'TOO_LARGE', { capacity: 10_001 }],
    ['hourlyRate.amount', 'TOO_SMALL', { hourlyRate: { amount: -1, currency: 'KRW' } }],
    ['hourlyRate.amount', 'TOO_LARGE', { hourlyRate: { amount: 100_000_000_001, currency: 'KRW' } }],
    ['hourlyRate.amount', 'MALFORMED', { hourlyRate: { amount: Number.NaN, currency: 'KRW' } }],
    ['hourlyRate.amount', 'MALFORMED', { hourlyRate: { amount: 12.5, currency: 'KRW' } }],
    ['hourlyRate.currency', 'UNKNOWN', { hourlyRate: { amount: 1, currency: 'WON' } }],
    ['hourlyRate.currency', 'UNKNOWN', { hourlyRate: { amount: 1, currency: 'krw' } }],
    ['hourlyRate.currency', 'UNKNOWN', { hourlyRate: { amount: 1, currency: 'HRK' } }],
    ['hourlyRate.currency', 'UNKNOWN', { hourlyRate: { amount: 1, currency: 'XDR' } }],
    ['hourlyRate.currency', 'UNKNOWN', { hourlyRate: { amount: 1, currency: 'LYD' } }],
    ['timeZone', 'UNKNOWN', { timeZone: 'Asia/Nowhere' }],
    ['timeZone', 'UNKNOWN', { timeZone: '+09:00' }],
    ['timeZone', 'UNKNOWN', { timeZone: '' }],
  ])('%s is %s in %j', (field, code, input) => {
    expect(roomInputProblems(input)).toMatchObject([{ field, code }]);
  });

  test('all problems are found, in the order of the fields', () => {
    const input = {
      timeZone: 'Mars/Base',
      hourlyRate: { amount: -1, currency: 'WON' },
      capacity: 0,
      location: 'two\nlines',
      description: 'x'.repeat(5_001),
      name: '',
    };
    expect(roomInputProblems(input).map(({ field }) => field)).toEqual([
      'name',
      'description',
      'location',
      'capacity',
      'hourlyRate.amount',
      'hourlyRate.currency',
      'timeZone',
    ]);
  });

  test.each([
    { name: ` ${'x'.repeat(200)} `, capacity: 1, hourlyRate: { amount: 0, currency: 'EUR' } },
    { description: `${'x'.repeat(4_000)}\n- one\n\t- two`, location: '서울 강남구', capacity: 10_000 },
    { hourlyRate: { amount: 100_000_000_000, currency: 'IDR' }, timeZone: 'UTC' },
    { timeZone: 'Asia/Kolkata' },
    { name: null, description: null, location: null, capacity: null, hourlyRate: null, timeZone: null },
    {},
  ])('%j is valid', (input) => {
    expect(roomInputProblems(input)).toEqual([]);
  });

  test('fields that are left out stay; null removes an optional detail', () => {
    expect(toChanges({})).toEqual({});
    expect(toChanges({ name: null, capacity: null, hourlyRate: null, timeZone: null })).toEqual({});
    expect(toChanges({ description: null, location: '  ' })).toEqual({ description: null, location: null });
    expect(toChanges({ name: ' Han ', hourlyRate: rate })).toEqual({ name: 'Han', hourlyRate: rate });
  });
});

describe('the supplies of a registration', () => {
  const chairs = { name: 'Chair', quantity: 8 };
  test.each([
    ['supplies[1].quantity', 'TOO_SMALL', [chairs, { name: 'Desk', quantity: -1 }]],
    ['supplies[0].quantity', 'TOO_LARGE', [{ name: 'Desk', quantity: 1_000_001 }]],
    ['supplies[0].name', 'REQUIRED', [{ name: '', quantity: 1 }]],
    [
      'supplies[2].name',
      'DUPLICATE',
      [chairs, { name: 'Desk', quantity: 1 }, { name: ' chair ', quantity: 1 }],
    ],
    ['supplies[1].name', 'DUPLICATE', [chairs, { name: 'Ｃhair', quantity: 1 }]],
    [
      'supplies',
      'TOO_LONG',
      Array.from({ length: 201 }, (_, index) => ({ name: `Thing ${index}`, quantity: 1 })),
    ],
  ])('%s is %s', (field, code, lines) => {
    expect(supplyLinesProblems(lines)).toMatchObject([{ field, code }]);
  });

  test('all problems are found, also several of a line', () => {
    const lines = [{ name: ' ', quantity: -1 }, chairs, { name: 'CHAIR', quantity: 1 }];
    expect(supplyLinesProblems(lines).map(({ field }) => field)).toEqual([
      'supplies[0].name',
      'supplies[0].quantity',
      'supplies[2].name',
    ]);
  });

  test('no lines and a quantity of 0 are valid', () => {
    expect(supplyLinesProblems([])).toEqual([]);
    expect(supplyLinesProblems([{ name: 'Desk', quantity: 0 }])).toEqual([]);
    expect(toSupplyLines([{ name: ' Desk ', quantity: 0 }])).toEqual([{ name: 'Desk', quantity: 0 }]);
  });
});
