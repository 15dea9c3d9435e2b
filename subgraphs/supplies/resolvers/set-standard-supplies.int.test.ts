import { describe, expect, test } from 'vitest';
import { newId } from '../../../platform/identifiers.ts';
import { SET, STANDARD, useService } from '../testing/graph.ts';

const service = useService();

async function set(input: object) {
  return (await service.graph.ask('admin', SET, { input })).data.setStandardSupplies;
}

describe('setStandardSupplies', () => {
  test('replaces the standard supplies', async () => {
    const lines = [
      { name: 'Chair', quantity: 2 },
      { name: 'Plant', quantity: 1 },
    ];
    expect(await set({ lines })).toEqual({ __typename: 'SetStandardSuppliesSuccess', lines });
    expect((await service.graph.ask('customer', STANDARD)).data.standardSupplies).toEqual(lines);
  });
  test('returns the first outcome for a repeated key; other lines are a conflict', async () => {
    const [first, second] = [[{ name: 'Chair', quantity: 1 }], [{ name: 'Chair', quantity: 2 }]];
    const idempotencyKey = newId();
    await set({ lines: first, idempotencyKey });
    await set({ lines: second });
    expect(await set({ lines: first, idempotencyKey })).toMatchObject({ lines: first });
    expect((await service.graph.ask('host', STANDARD)).data.standardSupplies).toEqual(second);
    expect(await set({ lines: second, idempotencyKey })).toEqual({ __typename: 'IdempotencyConflict' });
  });
  test.each([
    ['lines[0].name', [{ name: '', quantity: 1 }]],
    [
      'lines[1].quantity',
      [
        { name: 'Chair', quantity: 1 },
        { name: 'Pen', quantity: -1 },
      ],
    ],
    [
      'lines[1].name',
      [
        { name: 'Chair', quantity: 1 },
        { name: ' chair', quantity: 2 },
      ],
    ],
    ['lines', Array.from({ length: 501 }, (_, index) => ({ name: `Thing ${index}`, quantity: 1 }))],
  ])('refuses invalid %s and changes nothing', async (field, lines) => {
    const before = (await service.graph.ask('host', STANDARD)).data;
    expect(await set({ lines })).toMatchObject({ __typename: 'InvalidInput', field });
    expect((await service.graph.ask('host', STANDARD)).data).toEqual(before);
  });
});
