import { describe, expect, test } from 'vitest';
import { createIdSet } from './id-set.ts';
import { newId } from './identifiers.ts';

describe('a set of ids', () => {
  test('has the ids that were added, and no others', () => {
    const set = createIdSet();
    const [added, others] = [1, 2].map(() => Array.from({ length: 20_000 }, newId));
    for (const id of added ?? []) set.add(id);
    expect(added?.filter((id) => !set.has(id))).toEqual([]);
    expect(others?.filter((id) => set.has(id))).toEqual([]);
  });

  test('tells ids apart that differ in one digit', () => {
    const set = createIdSet();
    set.add('00000000-0000-0000-0000-000000000000');
    set.add('00000000-0000-7000-8000-000000000001');
    expect(set.has('00000000-0000-0000-0000-000000000000')).toBe(true);
    expect(set.has('10000000-0000-7000-8000-000000000001')).toBe(false);
    expect(set.has('00000000-0000-7001-8000-000000000001')).toBe(false);
    expect(set.has('00000000-0000-7000-8000-000000000002')).toBe(false);
  });

  test('takes no other text', () => {
    const set = createIdSet();
    set.add('no id');
    expect(set.has('no id')).toBe(false);
  });

  test('that is full takes no further ids, and keeps those that it has', () => {
    const set = createIdSet(2);
    const [first, second, third] = [newId(), newId(), newId()];
    for (const id of [first, first, second, third]) set.add(id);
    expect([first, second, third].map((id) => set.has(id))).toEqual([true, true, false]);
  });
});
