import { expect, test } from 'vitest';
import { createdAt, newId } from './identifiers.ts';
import { isUuid } from './input.ts';

test('ids are UUIDs of version 7 that sort as they were made, also those of one millisecond', () => {
  const before = Date.now();
  const ids = Array.from({ length: 20_000 }, newId);
  expect(ids.toSorted()).toEqual(ids);
  expect(new Set(ids).size).toBe(ids.length);
  for (const id of ids.slice(0, 100)) {
    expect(isUuid(id)).toBe(true);
    expect(createdAt(id)).toBeGreaterThanOrEqual(before);
    expect(id).toMatch(/^.{14}7.{4}[89ab]/);
  }
});

test('an id of another version says nothing of when it was made', () => {
  expect(createdAt('2b6f0cc9-04d6-4f40-ae2d-1b1f7f2f3a11')).toBeUndefined();
});
