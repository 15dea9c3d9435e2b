import { parseValue } from 'graphql';
import { expect, test } from 'vitest';
import { parseInstant } from '../input.ts';
import { commonResolvers } from './common-resolvers.ts';

const { DateTime, MinorUnits } = commonResolvers;

const INSTANT = '2030-05-01T09:00:00Z';

test('a text is unchanged, from a variable and from a document', () => {
  expect(DateTime.parseValue(INSTANT)).toBe(INSTANT);
  expect(DateTime.parseLiteral(parseValue(`"${INSTANT}"`))).toBe(INSTANT);
});

test.each(['5', '5.5', 'true', 'FOO', `["${INSTANT}"]`, `{ at: "${INSTANT}" }`, '[$at]'])(
  'the literal %s is a text that is no instant',
  (literal) => expect(parseInstant(DateTime.parseLiteral(parseValue(literal)))).toBeUndefined(),
);

test.each([5, 5.5, true, [INSTANT], { at: INSTANT }])(
  'the variable %j is a text that is no instant',
  (value) => expect(parseInstant(DateTime.parseValue(value))).toBeUndefined(),
);

test('output is a text', () => {
  expect(DateTime.serialize(INSTANT)).toBe(INSTANT);
  expect(() => DateTime.serialize(5)).toThrow('A DateTime is a text');
});

test('an amount is a number, from a variable and from a document', () => {
  expect(MinorUnits.parseValue(1_250)).toBe(1_250);
  expect(MinorUnits.parseLiteral(parseValue('1250'))).toBe(1_250);
  expect(MinorUnits.parseLiteral(parseValue('12.5'))).toBe(12.5);
});

test.each(['"5"', 'true', 'FOO', '[5]', '{ amount: 5 }', '$amount'])(
  'the literal %s is no amount',
  (literal) => {
    expect(MinorUnits.parseLiteral(parseValue(literal))).toBeNaN();
  },
);

test.each(['5', true, [5], { amount: 5 }])('the variable %j is no amount', (value) => {
  expect(MinorUnits.parseValue(value)).toBeNaN();
});

test('output is a safe integer', () => {
  expect(MinorUnits.serialize(Number.MAX_SAFE_INTEGER)).toBe(Number.MAX_SAFE_INTEGER);
  for (const wrong of [2 ** 53, 1.5, '5']) expect(() => MinorUnits.serialize(wrong)).toThrow('safe integer');
});
