import { GraphQLError, GraphQLScalarType, Kind } from 'graphql';

/**
 * An instant as text. Output is RFC 3339 in UTC. Input is any text: what it says is checked where it is used, so that
 * a mutation can answer `InvalidInput` with the field's name instead of failing as a whole.
 */
export const DateTimeScalar = new GraphQLScalarType<string, string>({
  name: 'DateTime',
  description: 'RFC 3339 in UTC.',
  serialize: asText,
  parseValue: asText,
  parseLiteral(node) {
    if (node.kind !== Kind.STRING) throw notText();
    return node.value;
  },
});

function asText(value: unknown): string {
  if (typeof value !== 'string') throw notText();
  return value;
}

function notText(): GraphQLError {
  return new GraphQLError('A DateTime is an RFC 3339 text such as "2030-05-01T09:00:00Z".', {
    extensions: { code: 'BAD_USER_INPUT' },
  });
}
