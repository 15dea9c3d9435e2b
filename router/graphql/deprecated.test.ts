import { buildSchema, parse } from 'graphql';
import { expect, test } from 'vitest';
import { deprecatedIn } from './deprecated.ts';

const schema = buildSchema(`
  directive @tone(old: Int @deprecated(reason: "Gone."), new: Int) on FIELD
  enum Order { NAME AGE @deprecated(reason: "Use NAME.") }
  input Filter { name: String, title: String @deprecated(reason: "Use name.") }
  interface Node { id: ID!, key: ID @deprecated(reason: "Use id.") }
  type Room implements Node { id: ID!, key: ID, state: Int @deprecated(reason: "Use status."), status: Int }
  type Query {
    rooms(filter: Filter, order: Order, sort: Order @deprecated(reason: "Use order.")): [Room!]!
    node: Node
  }
`);

test.for([
  ['{ rooms(filter: { name: "a" }, order: NAME) { id status } }', []],
  ['{ rooms { state } }', ['Room.state']],
  ['{ rooms { state } more: rooms { ... on Room { state } } }', ['Room.state']],
  ['query { ...on Query { rooms { ...F } } } fragment F on Room { state }', ['Room.state']],
  ['{ node { key } }', ['Node.key']],
  ['{ rooms(sort: NAME) { id } }', ['Query.rooms(sort:)']],
  ['{ rooms(order: AGE) { id } }', ['Order.AGE']],
  ['{ rooms(filter: { title: "a" }) { id } }', ['Filter.title']],
  ['{ rooms { id @tone(old: 1) } }', ['@tone(old:)']],
] as const)('%s uses %o', ([text, expected]) => {
  expect(deprecatedIn(schema, parse(text))).toEqual(expected);
});
