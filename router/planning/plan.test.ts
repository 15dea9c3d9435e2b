import { type DocumentNode, getOperationAST, parse, print } from 'graphql';
import { expect, test } from 'vitest';
import { findUnreachable } from './plan.ts';

function find(text: string, canPlan: (document: DocumentNode) => boolean) {
  const document = parse(text);
  const operation = getOperationAST(document);
  if (!operation) throw new Error('no operation');
  return findUnreachable(document, operation, canPlan);
}

test('leaves that cannot be planned are left out', () => {
  const found = find('{ a { b c } d }', (document) => !/\bc\b/.test(print(document)));
  expect([...(found?.unreachable ?? [])].map(({ name }) => name.value)).toEqual(['c']);
  expect(found && print(found.reachable).replaceAll(/\s+/g, ' ')).toBe('{ a { b } d }');
});

test('an operation with too many leaves is not tried', () => {
  let plans = 0;
  const count = () => {
    plans += 1;
    return true;
  };
  const leaves = Array.from({ length: 201 }, (_, index) => `f${index}: f`).join(' ');
  expect(find(`{ ${leaves} }`, count)).toBeUndefined();
  expect(find(`{ ...F } fragment F on Query { ${leaves} }`, count)).toBeUndefined();
  expect(plans).toBe(0);
});
