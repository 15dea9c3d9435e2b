import { describe, expect, test } from 'vitest';
import { roomInputFault, supplyLinesFault, toChanges, toSupplyLines } from './room-input.ts';

const rate = { amount: 12_000, currency: 'KRW' };

describe('the description of a room', () => {
  test.each([
    ['name', { name: '  ' }],
    ['name', { name: '\u200b\u2060' }],
    ['name', { name: 'x'.repeat(201) }],
    ['name', { name: 'two\nlines' }],
    ['name', { name: 'half a \ud800 pair' }],
    ['description', { description: 'x'.repeat(5_001) }],
    ['description', { description: 'nul \0' }],
    ['location', { location: 'x'.repeat(201) }],
    ['capacity', { capacity: 0 }],
    ['capacity', { capacity: 10_001 }],
    ['hourlyRate.amount', { hourlyRate: { amount: -1, currency: 'KRW' } }],
    ['hourlyRate.amount', { hourlyRate: { amount: 100_000_001, currency: 'KRW' } }],
    ['hourlyRate.currency', { hourlyRate: { amount: 1, currency: 'WON' } }],
    ['hourlyRate.currency', { hourlyRate: { amount: 1, currency: 'krw' } }],
    ['timeZone', { timeZone: 'Asia/Nowhere' }],
    ['timeZone', { timeZone: '+09:00' }],
    ['timeZone', { timeZone: '' }],
  ])('%s is invalid in %j', (field, input) => {
    expect(roomInputFault(input)).toMatchObject({ kind: 'InvalidInput', field });
  });

  test.each([
    { name: ` ${'x'.repeat(200)} `, capacity: 1, hourlyRate: { amount: 0, currency: 'EUR' } },
    { description: `${'x'.repeat(4_000)}\n- one\n\t- two`, location: '서울 강남구', capacity: 10_000 },
    { hourlyRate: { amount: 100_000_000, currency: 'JPY' }, timeZone: 'UTC' },
    { timeZone: 'Asia/Kolkata' },
    { name: null, description: null, location: null, capacity: null, hourlyRate: null, timeZone: null },
    {},
  ])('%j is valid', (input) => {
    expect(roomInputFault(input)).toBeUndefined();
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
    ['supplies[1].quantity', [chairs, { name: 'Desk', quantity: -1 }]],
    ['supplies[0].quantity', [{ name: 'Desk', quantity: 1_000_001 }]],
    ['supplies[0].name', [{ name: '', quantity: 1 }]],
    ['supplies[2].name', [chairs, { name: 'Desk', quantity: 1 }, { name: ' chair ', quantity: 1 }]],
    ['supplies[1].name', [chairs, { name: 'Ｃhair', quantity: 1 }]],
    ['supplies', Array.from({ length: 201 }, (_, index) => ({ name: `Thing ${index}`, quantity: 1 }))],
  ])('%s is invalid', (field, lines) => {
    expect(supplyLinesFault(lines)).toMatchObject({ kind: 'InvalidInput', field });
  });

  test('no lines and a quantity of 0 are valid', () => {
    expect(supplyLinesFault([])).toBeUndefined();
    expect(supplyLinesFault([{ name: 'Desk', quantity: 0 }])).toBeUndefined();
    expect(toSupplyLines([{ name: ' Desk ', quantity: 0 }])).toEqual([{ name: 'Desk', quantity: 0 }]);
  });
});
