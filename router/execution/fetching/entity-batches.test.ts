import { describe, expect, test } from 'vitest';
import { ResponseTooLarge } from '../../../platform/http/instances.ts';
import type { Send, SubgraphResponse } from '../../subgraphs/client.ts';
import { OPERATION_CONTEXT } from '../../testing/operation-context.ts';
import { createEntityBatches } from './entity-batches.ts';

type Answer = (numbers: readonly number[]) => SubgraphResponse;

const responseOf = (numbers: readonly number[], errors: readonly unknown[] = []): SubgraphResponse => ({
  kind: 'response',
  data: { _entities: numbers.map((number) => ({ number })) },
  errors: errors as [],
});

/** Batches in front of a subgraph whose representations are numbers. */
function batchesOf(answer: Answer = responseOf) {
  const asked: string[] = [];
  const send: Send = async (subgraph, { body }) => {
    asked.push(`${subgraph} ${body}`);
    return answer(JSON.parse(body.slice(body.indexOf('['))));
  };
  const batches = createEntityBatches();
  return {
    asked,
    ask: (numbers: readonly number[], fetch = 'f') =>
      batches.send(send, {
        subgraph: 's',
        representations: numbers.join(','),
        count: numbers.length,
        writeBody: (text) => `${fetch}[${text}]`,
        context: OPERATION_CONTEXT,
      }),
  };
}

describe('batches of entities', () => {
  test('ask once for what is asked for in one turn, and give each its own', async () => {
    const { ask, asked } = batchesOf();
    const responses = await Promise.all([ask([1, 2]), ask([3]), ask([4], 'other')]);
    expect(responses).toEqual([responseOf([1, 2]), responseOf([3]), responseOf([4])]);
    expect(asked).toEqual(['s f[1,2,3]', 's other[4]']);
  });

  test('have a largest size, and a number that is under way', async () => {
    const { ask, asked } = batchesOf();
    await Promise.all(Array.from({ length: 1_000 }, (_, number) => ask([number])));
    expect(asked.map((each) => each.split(',').length)).toEqual(Array.from({ length: 10 }, () => 100));
    await ask(Array.from({ length: 150 }, (_, number) => number));
    expect(asked).toHaveLength(11);
  });

  test('give an error to whose entity it concerns, and one without an entity to all', async () => {
    const error = (path: readonly (string | number)[] | undefined) => ({
      message: 'm',
      path,
      extensions: {},
    });
    const { ask } = batchesOf((numbers) =>
      responseOf(numbers, [error(['_entities', 2, 'name']), error(undefined)]),
    );
    expect(await Promise.all([ask([1, 2]), ask([3])])).toEqual([
      responseOf([1, 2], [error(undefined)]),
      responseOf([3], [error(['_entities', 0, 'name']), error(undefined)]),
    ]);
  });

  const refusals: readonly (readonly [string, SubgraphResponse])[] = [
    ['without entities', { kind: 'response', data: null, errors: [] }],
    [
      'that is too large',
      { kind: 'unavailable', reason: 'r', cause: new ResponseTooLarge('more than 1 byte') },
    ],
  ];
  test.each(refusals)('are asked one by one after a response %s', async (_name, refusal) => {
    const { ask, asked } = batchesOf((numbers) => (numbers.includes(2) ? refusal : responseOf(numbers)));
    expect(await Promise.all([1, 2, 3].map((number) => ask([number])))).toEqual([
      responseOf([1]),
      refusal,
      responseOf([3]),
    ]);
    expect(asked).toEqual(['s f[1,2,3]', 's f[1]', 's f[2]', 's f[3]']);
  });

  test('are not asked again when the subgraph is away', async () => {
    const away: SubgraphResponse = { kind: 'unavailable', reason: 'away', cause: undefined };
    const { ask, asked } = batchesOf(() => away);
    expect(await Promise.all([ask([1]), ask([2])])).toEqual([away, away]);
    expect(asked).toHaveLength(1);
  });
});
