import { GraphQLScalarType, Kind, print, type ValueNode } from 'graphql';

/**
 * An instant as text. Output is RFC 3339 in UTC. Input of any kind is taken as text and checked where it is
 * used, so that a mutation answers `InvalidInput` with the name of the field, and a query names the argument,
 * instead of failing as a whole.
 */
export const DateTimeScalar = new GraphQLScalarType<string, string>({
  name: 'DateTime',
  description: 'RFC 3339 in UTC.',
  serialize(value) {
    if (typeof value !== 'string') throw new Error('A DateTime is a text');
    return value;
  },
  parseValue: (value) => (typeof value === 'string' ? value : JSON.stringify(value)),
  parseLiteral: (node: ValueNode) => (node.kind === Kind.STRING ? node.value : print(node)),
});
