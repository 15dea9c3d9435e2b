import { expect, test } from 'vitest';
import { createOperation, withinOperation } from './operations/operation.ts';
import { createSharedQuery, createSharedRead } from './shared-read.ts';

type Item = { readonly id: string; readonly name: string };

/** A read of items whose ids begin with "known"; records the keys of each statement. */
function createRead(fails: (statement: number) => boolean = () => false) {
  const statements: (readonly string[])[] = [];
  const read = createSharedRead(async (keys) => {
    statements.push(keys);
    if (fails(statements.length)) throw new Error('The database is away');
    return new Map(keys.filter((key) => key.startsWith('known')).map((id) => [id, named(id)]));
  });
  return { readAll: read, read: async (key: string) => (await read([key])).get(key), statements };
}

const named = (id: string): Item => ({ id, name: `the name of ${id}` });

test('what is asked for in one turn is one statement, with its own answer for each', async () => {
  const { read, statements } = createRead();
  const later = Promise.resolve().then(() => read('known-3'));
  const answers = [read('known-1'), read('unknown'), read('known-2'), read('known-1'), later];
  expect(await Promise.all(answers)).toEqual([
    named('known-1'),
    undefined,
    named('known-2'),
    named('known-1'),
    named('known-3'),
  ]);
  expect(statements.map((keys) => keys.toSorted())).toEqual([['known-1', 'known-2', 'known-3', 'unknown']]);
  expect(await read('known-1')).toEqual(named('known-1'));
  expect(statements).toHaveLength(2);
});

test('a statement has at most a hundred keys', async () => {
  const { read, statements } = createRead();
  const ids = Array.from({ length: 250 }, (_, index) => `known-${index}`);
  expect(await Promise.all(ids.map((id) => read(id)))).toEqual(ids.map(named));
  expect(statements.map(({ length }) => length)).toEqual([100, 100, 50]);
});

test('a failure is that of all who share the statement, and of nobody later', async () => {
  const { read } = createRead((statement) => statement === 1);
  const failed = await Promise.allSettled([read('known-1'), read('known-2')]);
  expect(failed.map(({ status }) => status)).toEqual(['rejected', 'rejected']);
  expect(await read('known-1')).toEqual(named('known-1'));
});

test('who asks while a read is under way does not get what it reads', async () => {
  const begun = Promise.withResolvers<void>();
  const answers = [Promise.withResolvers<string>(), Promise.withResolvers<string>()];
  let reads = 0;
  const read = createSharedRead(async ([key = '']) => {
    const answer = answers[reads++];
    begun.resolve();
    return new Map([[key, await answer?.promise]]);
  });
  const first = read(['room']);
  await begun.promise;
  const second = read(['room']);
  answers[1]?.resolve('after');
  expect((await second).get('room')).toBe('after');
  answers[0]?.resolve('before');
  expect((await first).get('room')).toBe('before');
});

const operationOf = (objects: number) => createOperation({ limits: { objects }, reads: undefined });

test('an operation that ends does not end the read of another one', async () => {
  const { read } = createRead();
  const [first, second] = [operationOf(10), operationOf(10)];
  const abandoned = withinOperation(first, () => read('known-1'));
  const answer = withinOperation(second, () => read('known-2'));
  first.abandon();
  expect(await answer).toEqual(named('known-2'));
  await expect(abandoned).rejects.toThrow('The caller has gone.');
});

test('what is read counts for each operation that reads it', async () => {
  const { readAll } = createRead();
  const keys = ['known-1', 'known-2', 'known-3', 'unknown'];
  const reading = [3, 2].map((objects) => withinOperation(operationOf(objects), () => readAll(keys)));
  const [within, beyond] = await Promise.allSettled(reading);
  expect(within?.status).toBe('fulfilled');
  expect(beyond).toMatchObject({ reason: { extensions: { code: 'OPERATION_TOO_COMPLEX' } } });
});

test('those who ask for the same in one turn share a query', async () => {
  const reads: string[] = [];
  const query = createSharedQuery(
    async ({ name }: { readonly name: string; readonly after?: string | undefined }) => {
      reads.push(name);
      if (name === 'broken') throw new Error('The database is away');
      return [name, name];
    },
    ({ length }) => length,
  );
  const asked = [
    query({ name: 'a' }),
    query({ name: 'b' }),
    Promise.resolve().then(() => query({ name: 'a', after: undefined })),
    withinOperation(operationOf(1), () => query({ name: 'a' })),
    query({ name: 'broken' }),
    query({ name: 'broken' }),
  ];
  const [a, b, again, beyond, ...broken] = await Promise.allSettled(asked);
  expect([a, b, again]).toMatchObject([{ value: ['a', 'a'] }, { value: ['b', 'b'] }, { value: ['a', 'a'] }]);
  expect(beyond).toMatchObject({ reason: { extensions: { code: 'OPERATION_TOO_COMPLEX' } } });
  expect(broken.map(({ status }) => status)).toEqual(['rejected', 'rejected']);
  expect(reads.toSorted()).toEqual(['a', 'b', 'broken']);
  expect(await query({ name: 'a' })).toEqual(['a', 'a']);
  expect(reads).toHaveLength(4);
});
