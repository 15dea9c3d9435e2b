import { GraphQLScalarType, Kind, print, type ValueNode } from 'graphql';
import { decimalOf } from '../currency.ts';
import type { Money } from '../decisions/values.ts';
import { writeJson } from '../json.ts';

/**
 * The resolvers of the types in schema/common.graphql. Scalars take input of any kind and leave the check to
 * the place where the value is used, so that a mutation answers `InvalidInput` with the name of the field,
 * and a query names the argument, instead of failing as a whole.
 */
export const commonResolvers = {
  CurrencyCode: textScalar('CurrencyCode'),
  DateTime: textScalar('DateTime'),
  MinorUnits: minorUnitsScalar(),
  Money: { decimal: (money: Money): string => decimalOf(money) },
  TimeZone: textScalar('TimeZone'),
};

/** A scalar that is a text. Input of another kind becomes the text that it is written with. */
function textScalar(name: string): GraphQLScalarType<string, string> {
  return new GraphQLScalarType<string, string>({
    name,
    serialize(value) {
      if (typeof value !== 'string') throw new Error(`A ${name} is a text`);
      return value;
    },
    parseValue: (value) => (typeof value === 'string' ? value : writeJson(value)),
    parseLiteral: (node: ValueNode) => (node.kind === Kind.STRING ? node.value : print(node)),
  });
}

/** A scalar that is an integer. Input of another kind becomes NaN, which no check for a range accepts. */
function minorUnitsScalar(): GraphQLScalarType<number, number> {
  return new GraphQLScalarType<number, number>({
    name: 'MinorUnits',
    serialize(value) {
      if (!Number.isSafeInteger(value)) throw new Error('An amount is a safe integer');
      return Number(value);
    },
    parseValue: (value) => (typeof value === 'number' ? value : Number.NaN),
    parseLiteral: (node: ValueNode) =>
      node.kind === Kind.INT || node.kind === Kind.FLOAT ? Number(node.value) : Number.NaN,
  });
}
