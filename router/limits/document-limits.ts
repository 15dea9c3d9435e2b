import { GraphQLError } from 'graphql';
import type { Measures } from './document-size.ts';

/** The maximum size of an operation. */
export type DocumentLimits = {
  readonly tokens: number;
} & { readonly [Name in keyof Measures]: number };

const TEXTS: Readonly<Record<keyof DocumentLimits, { readonly unit: string; readonly advice: string }>> = {
  tokens: { unit: 'tokens', advice: 'Split the document, or move repeated selections into fragments.' },
  depth: { unit: 'levels of fields', advice: 'Select less deeply, or use several operations.' },
  fields: {
    unit: 'fields with fragments expanded',
    advice: 'Select fewer fields, or use several operations.',
  },
  aliases: { unit: 'aliases', advice: 'Query a list instead of the same field many times.' },
  directives: { unit: 'directives', advice: 'Use fewer directives, on fragments instead of each field.' },
  rootFields: { unit: 'root fields', advice: 'Send them in several operations.' },
};

/** One error for each limit that the operation exceeds. */
export function limitErrors(measures: Measures, limits: DocumentLimits): readonly GraphQLError[] {
  const names: readonly (keyof Measures)[] = ['depth', 'fields', 'aliases', 'directives', 'rootFields'];
  return names
    .filter((name) => measures[name] > limits[name])
    .map((name) => tooComplex(name, measures[name], limits[name]));
}

/**
 * The error for a document with too many tokens. Tokens are not counted to the end, so the error has no
 * `value`.
 */
export function tooManyTokens(allowed: number): GraphQLError {
  const { advice } = TEXTS.tokens;
  return new GraphQLError(`The document has more than ${allowed} tokens. ${advice}`, {
    extensions: { code: 'OPERATION_TOO_COMPLEX', limit: 'tokens', allowed },
  });
}

/** The error for a document whose text is nested too deeply. */
export function tooDeep(allowed: number): GraphQLError {
  return new GraphQLError(
    `The document's text is nested deeper than ${allowed} levels. Use fragments and variables instead.`,
    { extensions: { code: 'OPERATION_TOO_COMPLEX', limit: 'nesting', allowed } },
  );
}

/** The error for an operation whose estimated cost is too high. */
export function tooCostly(value: number, allowed: number): GraphQLError {
  return new GraphQLError(
    `The operation's estimated cost is ${value}; ${allowed} is allowed. Ask for shorter lists, or fewer lists inside lists.`,
    { extensions: { code: 'OPERATION_TOO_COMPLEX', limit: 'cost', value, allowed } },
  );
}

function tooComplex(limit: keyof Measures, value: number, allowed: number): GraphQLError {
  const { unit, advice } = TEXTS[limit];
  return new GraphQLError(`The operation has ${value} ${unit}; ${allowed} are allowed. ${advice}`, {
    extensions: { code: 'OPERATION_TOO_COMPLEX', limit, value, allowed },
  });
}
