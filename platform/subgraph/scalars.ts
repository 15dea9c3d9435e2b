import { GraphQLScalarType, Kind, print, type ValueNode } from 'graphql';

/**
 * An instant as text. Output is RFC 3339 in UTC. Input is anything, as the text that it reads as: what it says is
 * checked where it is used, so that a mutation can answer `InvalidInput` with the field's name, and a query can name
 * the argument, instead of failing as a whole.
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
