import { GraphQLError } from 'graphql';
import { describe, expect, test } from 'vitest';
import { withCode, withoutSuggestions } from './errors.ts';

describe('withoutSuggestions', () => {
  test('removes the suggestions of graphql-js', () => {
    const error = new GraphQLError(
      'Cannot query field "rom" on type "Query". Did you mean "room" or "rooms"?',
    );
    expect(withoutSuggestions(error).message).toBe('Cannot query field "rom" on type "Query".');
  });

  test.each(['Cannot query field "rom".', 'It says " Did you mean it".'])('leaves %s', (message) => {
    const error = new GraphQLError(message);
    expect(withoutSuggestions(error)).toBe(error);
  });
});

describe('withCode', () => {
  test('adds the code and leaves a short message', () => {
    const error = withCode(new GraphQLError('Expected "A".', { path: ['a'] }), 'BAD_USER_INPUT');
    expect(error.toJSON()).toEqual({
      message: 'Expected "A".',
      path: ['a'],
      extensions: { code: 'BAD_USER_INPUT' },
    });
  });

  test('quotes the first hundred characters of what a client sent', () => {
    const sent = 'x'.repeat(250_000);
    const error = new GraphQLError(`Variable "$id" got invalid value "${sent}"; Expected type "ID".`);
    expect(withCode(error, 'BAD_USER_INPUT').message).toBe(
      `Variable "$id" got invalid value "${'x'.repeat(100)}…"; Expected type "ID".`,
    );
  });

  test('does not cut a character in two', () => {
    const message = `Expected "${'x'.repeat(99)}😀".`;
    expect(withCode(new GraphQLError(message), 'BAD_USER_INPUT').message).toBe(
      `Expected "${'x'.repeat(99)}…".`,
    );
  });

  test('bounds a message however it quotes', () => {
    const message = 'Expected "a", '.repeat(10_000);
    expect(withCode(new GraphQLError(message), 'BAD_USER_INPUT').message.length).toBeLessThanOrEqual(1_001);
  });
});
