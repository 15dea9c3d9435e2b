import type { FetchNode } from '@apollo/query-planner';
import { OperationTypeNode } from 'graphql';
import { describe, expect, test } from 'vitest';
import { printPlan } from './print-plan.ts';

function fetchNode(serviceName: string, operation: string, more: Partial<FetchNode> = {}): FetchNode {
  return {
    kind: 'Fetch',
    serviceName,
    operation,
    operationName: undefined,
    operationKind: OperationTypeNode.QUERY,
    ...more,
  };
}

const ROOMS = fetchNode('room', '{rooms{id}}');
const SUPPLIES = fetchNode(
  'supplies',
  'query($representations:[_Any!]!){_entities(representations:$representations){...on Room{supplies{name}}}}',
  {
    requires: [
      {
        kind: 'InlineFragment',
        typeCondition: 'Room',
        selections: [
          { kind: 'Field', name: '__typename' },
          { kind: 'Field', name: 'building', selections: [{ kind: 'Field', name: 'id' }] },
        ],
      },
    ],
  },
);

describe('printPlan', () => {
  test('prints fetches in their order, with the places and keys of entities', () => {
    const plan = printPlan({
      kind: 'Sequence',
      nodes: [
        ROOMS,
        {
          kind: 'Parallel',
          nodes: [
            { kind: 'Flatten', path: ['rooms', '@'], node: SUPPLIES },
            { kind: 'Condition', condition: 'withPrice', ifClause: fetchNode('price', '{price}') },
          ],
        },
      ],
    });
    expect(plan).toBe(
      `
In sequence:
  Fetch from room
    {
      rooms {
        id
      }
    }
  In parallel:
    Fetch from supplies for rooms.@
      by Room { __typename building { id } }
      {
        ... on Room {
          supplies {
            name
          }
        }
      }
    If $withPrice:
      Fetch from price
        {
          price
        }`.trim(),
    );
  });

  test('prints a group of one as the one', () => {
    expect(printPlan({ kind: 'Sequence', nodes: [ROOMS] })).toBe(printPlan(ROOMS));
  });

  test('prints what an event brings and what is fetched for it', () => {
    const primary = fetchNode('room', 'subscription{roomChanged{room{id}}}', {
      operationKind: OperationTypeNode.SUBSCRIPTION,
    });
    const rest = { kind: 'Flatten' as const, path: ['roomChanged', 'room'], node: SUPPLIES };
    const lines = printPlan({ kind: 'Subscription', primary, rest }).split('\n');
    expect(lines.filter((line) => /^\S/.test(line))).toEqual(['From each event:', 'For each event:']);
    expect(lines).toContain('  Fetch from supplies for roomChanged.room');
  });

  test('tells mutations apart, and a plan that fetches nothing', () => {
    const rename = fetchNode('room', 'mutation{rename{id}}', { operationKind: OperationTypeNode.MUTATION });
    expect(printPlan(rename)).toMatch(/^Mutate from room\n/);
    expect(printPlan(undefined)).toBe('Nothing is fetched: the router answers this alone.');
  });
});
