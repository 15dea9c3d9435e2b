import { parseValue } from 'graphql';
import { expect, test } from 'vitest';
import { parseInstant } from '../input.ts';
import { DateTimeScalar } from './arguments.ts';

const INSTANT = '2030-05-01T09:00:00Z';

test('a text is unchanged, from a variable and from a document', () => {
  expect(DateTimeScalar.parseValue(INSTANT)).toBe(INSTANT);
  expect(DateTimeScalar.parseLiteral(parseValue(`"${INSTANT}"`))).toBe(INSTANT);
});

test.each(['5', '5.5', 'true', 'FOO', `["${INSTANT}"]`, `{ at: "${INSTANT}" }`, '[$at]'])(
  'the literal %s is a text that is no instant',
  (literal) => expect(parseInstant(DateTimeScalar.parseLiteral(parseValue(literal)))).toBeUndefined(),
);

test.each([5, 5.5, true, [INSTANT], { at: INSTANT }])(
  'the variable %j is a text that is no instant',
  (value) => expect(parseInstant(DateTimeScalar.parseValue(value))).toBeUndefined(),
);

test('output is a text', () => {
  expect(DateTimeScalar.serialize(INSTANT)).toBe(INSTANT);
  expect(() => DateTimeScalar.serialize(5)).toThrow('A DateTime is a text');
});
