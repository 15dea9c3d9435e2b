import { describe, expect, test } from 'vitest';
import { newId } from '../../../platform/identifiers.ts';
import { SET, STANDARD, useService } from '../testing/graph.ts';

const service = useService();

type Role = 'customer' | 'host' | 'admin';

async function set(input: object, role: Role = 'admin', subject?: string) {
  return (await service.graph.ask(role, SET, { input }, subject)).data.setStandardSupplies;
}

/** The standard supplies that a caller sees. */
async function seenBy(role: Role, subject?: string) {
  return (await service.graph.ask(role, STANDARD, {}, subject)).data.standardSupplies;
}

describe('setStandardSupplies', () => {
  test('replaces the standard supplies', async () => {
    const lines = [
      { name: 'Chair', quantity: 2 },
      { name: 'Plant', quantity: 1 },
    ];
    expect(await set({ lines })).toEqual({ __typename: 'SetStandardSuppliesSuccess', lines });
    expect(await seenBy('customer')).toEqual(lines);
  });
  test('returns the first outcome for a repeated key; other lines are a conflict', async () => {
    const [first, second] = [[{ name: 'Chair', quantity: 1 }], [{ name: 'Chair', quantity: 2 }]];
    const idempotencyKey = newId();
    await set({ lines: first, idempotencyKey });
    await set({ lines: second });
    expect(await set({ lines: first, idempotencyKey })).toMatchObject({ lines: first });
    expect(await seenBy('host')).toEqual(second);
    expect(await set({ lines: second, idempotencyKey })).toEqual({ __typename: 'IdempotencyConflict' });
  });
  test('sets a host’s own, which nobody else sees', async () => {
    const [house, henrys, hannas] = [1, 2, 3].map((quantity) => [{ name: 'Chair', quantity }]);
    await set({ lines: house });
    expect(await seenBy('host', 'henry')).toEqual(house);
    expect(await set({ lines: henrys }, 'host', 'henry')).toMatchObject({ lines: henrys });
    await set({ lines: hannas }, 'host', 'hanna');
    expect(await seenBy('host', 'henry')).toEqual(henrys);
    expect(await seenBy('host', 'hanna')).toEqual(hannas);
    expect(await seenBy('host', 'hugo')).toEqual(house);
    // Also when they are called like a host.
    expect(await seenBy('customer', 'henry')).toEqual(house);
    expect(await seenBy('admin', 'henry')).toEqual(house);
  });
  test('of the house leaves those of hosts as they are', async () => {
    const [own, house] = [[{ name: 'Sofa', quantity: 1 }], [{ name: 'Desk', quantity: 1 }]];
    await set({ lines: own }, 'host', 'helen');
    await set({ lines: house });
    expect(await seenBy('host', 'helen')).toEqual(own);
    expect(await seenBy('customer')).toEqual(house);
  });
  test('takes no lines as a choice of its own', async () => {
    await set({ lines: [{ name: 'Desk', quantity: 1 }] });
    expect(await set({ lines: [] }, 'host', 'harriet')).toMatchObject({ lines: [] });
    expect(await seenBy('host', 'harriet')).toEqual([]);
  });
  test('goes by the scopes of the token, not by its role', async () => {
    const { issuer, post } = service.graph;
    const setAs = async (scope: string, lines: object[]) => {
      const token = await issuer.token({ subject: 'nora', role: 'customer', scope });
      return post(SET, { input: { lines } }, `Bearer ${token}`);
    };
    const [own, house] = [[{ name: 'Lamp', quantity: 1 }], [{ name: 'Rug', quantity: 1 }]];
    await setAs('supplies:manage', own);
    await setAs('supplies:manage-all', house);
    expect(await seenBy('host', 'nora')).toEqual(own);
    expect(await seenBy('customer')).toEqual(house);
  });
  test('names all invalid values at once', async () => {
    const lines = [
      { name: '', quantity: -1 },
      { name: 'Chair', quantity: 1 },
      { name: 'chair', quantity: 1 },
      { name: 'two\nlines', quantity: 1_000_001 },
    ];
    expect(await set({ lines })).toMatchObject({
      __typename: 'InvalidInput',
      field: 'lines[0].name',
      problems: [
        { field: 'lines[0].name', code: 'REQUIRED' },
        { field: 'lines[0].quantity', code: 'TOO_SMALL' },
        { field: 'lines[2].name', code: 'DUPLICATE' },
        { field: 'lines[3].name', code: 'MALFORMED' },
        { field: 'lines[3].quantity', code: 'TOO_LARGE' },
      ],
    });
  });
  test.each([
    ['lines[0].name', 'REQUIRED', [{ name: '', quantity: 1 }]],
    [
      'lines[1].quantity',
      'TOO_SMALL',
      [
        { name: 'Chair', quantity: 1 },
        { name: 'Pen', quantity: -1 },
      ],
    ],
    [
      'lines[1].name',
      'DUPLICATE',
      [
        { name: 'Chair', quantity: 1 },
        { name: ' chair', quantity: 2 },
      ],
    ],
    [
      'lines',
      'TOO_LONG',
      Array.from({ length: 501 }, (_, index) => ({ name: `Thing ${index}`, quantity: 1 })),
    ],
  ])('refuses invalid %s and changes nothing', async (field, code, lines) => {
    const before = await seenBy('host');
    expect(await set({ lines })).toMatchObject({ __typename: 'InvalidInput', problems: [{ field, code }] });
    expect(await seenBy('host')).toEqual(before);
  });
});
