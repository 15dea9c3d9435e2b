import { describe, expect, test } from 'vitest';
import { batches, createSource, type Source } from './merge.ts';

type Item = { readonly key: string; readonly from: string };

/** A source whose chunks have one size each, and which counts what was read of it. */
function sourceOf(from: string, keys: readonly string[], chunk = 2) {
  const state = { read: 0 };
  async function* chunks(): AsyncGenerator<readonly Item[]> {
    for (let at = 0; at < keys.length; at += chunk) {
      const part = keys.slice(at, at + chunk).map((key) => ({ key, from }));
      state.read += part.length;
      yield part;
    }
  }
  const put = (draft: Item[], item: Item) => void draft.push(item);
  return { state, source: createSource({ chunks: chunks(), keyOf: ({ key }: Item) => key, put }) };
}

function merged(sources: readonly Source<Item[]>[], size: number) {
  return Array.fromAsync(batches(sources, { size, create: (): Item[] => [] }));
}

describe('sources in the order of their keys', () => {
  test.each([1, 2, 3, 100])('given batches of %i records, then a group is in one batch', async (size) => {
    const found = await merged(
      [sourceOf('a', ['1', '2', '2', '4']).source, sourceOf('b', ['2', '3', '4', '4', '4']).source],
      size,
    );
    const keys = found.map(({ draft }) => [...new Set(draft.map(({ key }) => key))]);
    expect(keys.flat()).toEqual(['1', '2', '3', '4']);
    expect(found.flatMap(({ draft }) => draft.map(({ from, key }) => from + key))).toEqual([
      'a1',
      'a2',
      'a2',
      'b2',
      'b3',
      'a4',
      'b4',
      'b4',
      'b4',
    ]);
  });

  test('given no records, then there is no batch', async () => {
    expect(await merged([sourceOf('a', []).source], 10)).toEqual([]);
  });

  test.each([100, 10_000])(
    'of %i records, no more than a batch and a chunk are read ahead',
    async (count) => {
      const keys = Array.from({ length: count }, (_, at) => String(at).padStart(6, '0'));
      const { source, state } = sourceOf('a', keys, 10);
      let taken = 0;
      let ahead = 0;
      for await (const { records } of batches([source], { size: 20, create: (): Item[] => [] })) {
        expect(records).toBeLessThanOrEqual(20);
        taken += records;
        ahead = Math.max(ahead, state.read - taken);
      }
      expect(taken).toBe(count);
      expect(ahead).toBeLessThanOrEqual(10);
    },
  );

  test('a source that is not in order is a fault', async () => {
    await expect(merged([sourceOf('a', ['2', '1']).source], 10)).rejects.toThrow('1 follows 2');
  });

  test('a source that fails ends the batches, and the others are closed', async () => {
    let isClosed = false;
    async function* failing(): AsyncGenerator<readonly Item[]> {
      yield [{ key: '1', from: 'a' }];
      throw new Error('gone');
    }
    async function* endless(): AsyncGenerator<readonly Item[]> {
      try {
        for (;;)
          yield [
            { key: '1', from: 'b' },
            { key: '2', from: 'b' },
            { key: '3', from: 'b' },
          ];
      } finally {
        isClosed = true;
      }
    }
    const put = (draft: Item[], item: Item) => void draft.push(item);
    const keyOf = ({ key }: Item) => key;
    const sources = [failing(), endless()].map((chunks) => createSource({ chunks, keyOf, put }));
    await expect(merged(sources, 1)).rejects.toThrow('gone');
    expect(isClosed).toBe(true);
  });
});
