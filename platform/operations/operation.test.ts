import { setImmediate as nextTurn } from 'node:timers/promises';
import { describe, expect, test, vi } from 'vitest';
import { createSlots } from '../resilience/slots.ts';
import { createOperation, outsideOperations, readForOperation, withinOperation } from './operation.ts';

const limits = { objects: 10 };
const slotsOf = (atOnce: number) =>
  createSlots({ atOnce, waiting: 10, maxWaitMs: 60_000, refusal: () => new Error('busy') });
const one = () => 1;
const TOO_COMPLEX = { extensions: { code: 'OPERATION_TOO_COMPLEX', limit: 'objects', allowed: 10 } };
const ABANDONED = { extensions: { code: 'OPERATION_ABANDONED' } };

describe('the number of objects', () => {
  test('counts all lists together, and ends the operation with one more', () => {
    const operation = createOperation({ limits, reads: slotsOf(4) });
    expect([6, 4].map(operation.countItems)).toEqual([true, true]);
    expect(operation.refusal()).toBeUndefined();
    expect([1, 0].map(operation.countItems)).toEqual([false, false]);
    expect(operation.refusal()).toMatchObject(TOO_COMPLEX);
  });

  test('counts what is read: no read begins after the bound is exceeded', async () => {
    const operation = createOperation({ limits, reads: slotsOf(4) });
    const read = vi.fn(async () => 'rows');
    const reads = Array.from({ length: 5 }, () => operation.read(read, () => 8));
    const results = await Promise.allSettled(reads);
    expect(results.map(({ status }) => status)).toEqual(['fulfilled', ...Array(4).fill('rejected')]);
    expect(read).toHaveBeenCalledTimes(2);
    expect(operation.refusal()).toMatchObject(TOO_COMPLEX);
  });
});

describe('an operation whose caller has gone', () => {
  test('begins nothing more, and breaks off what it reads', async () => {
    const operation = createOperation({ limits, reads: slotsOf(4) });
    const waiting = vi.fn(async () => 'never');
    const broken = (signal?: AbortSignal) =>
      new Promise<string>((_, reject) => signal?.addEventListener('abort', () => reject(new Error('off'))));
    const reads = [broken, broken, waiting].map((work) => operation.read(work, one));
    await nextTurn();
    operation.abandon();
    for (const read of reads) await expect(read).rejects.toMatchObject(ABANDONED);
    expect(waiting).not.toHaveBeenCalled();
    expect(operation.countItems(1)).toBe(false);
  });

  test('goes on when it is a mutation', async () => {
    const operation = createOperation({ limits, reads: slotsOf(4) });
    operation.beginMutation();
    operation.abandon();
    expect(await operation.read(async () => 'rows', one)).toBe('rows');
    expect(operation.countItems(1)).toBe(true);
  });
});

describe('the slots for reads', () => {
  test('are shared by all queries; mutations and other services do not wait', async () => {
    const reads = slotsOf(1);
    const held = Promise.withResolvers<string>();
    const first = createOperation({ limits, reads });
    const holding = first.read(() => held.promise, one);
    const second = createOperation({ limits, reads });
    const work = vi.fn(async () => 'rows');
    const waiting = second.read(work, one);
    const mutation = createOperation({ limits, reads });
    mutation.beginMutation();
    expect(await mutation.read(async () => 'at once', one)).toBe('at once');
    const service = createOperation({ limits, reads: undefined });
    expect(await service.read(async () => 'at once', one)).toBe('at once');
    expect(work).not.toHaveBeenCalled();
    held.resolve('held');
    expect(await Promise.all([holding, waiting])).toEqual(['held', 'rows']);
  });
});

test('a read belongs to the operation that is executed, unless it is shared', async () => {
  const operation = createOperation({ limits, reads: slotsOf(1) });
  operation.abandon();
  const read = () =>
    readForOperation(
      async () => 'rows',
      () => 1,
    );
  expect(await read()).toBe('rows');
  await expect(withinOperation(operation, read)).rejects.toMatchObject(ABANDONED);
  expect(await withinOperation(operation, () => outsideOperations(read))).toBe('rows');
});
