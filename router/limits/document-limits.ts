import { GraphQLError } from 'graphql';
import type { Measures } from './measure.ts';

/** How large a document may be. */
export type DocumentLimits = {
  readonly tokens: number;
} & { readonly [Name in keyof Measures]: number };

const WORDS: Readonly<Record<keyof DocumentLimits, { readonly is: string; readonly change: string }>> = {
  tokens: { is: 'tokens', change: 'Split the document, or put what repeats into fragments.' },
  depth: { is: 'levels of fields', change: 'Ask for less below each other, or in several operations.' },
  fields: {
    is: 'fields, fragments put in',
    change: 'Ask for fewer fields, or in several operations.',
  },
  aliases: { is: 'aliases', change: 'Ask for a list instead of the same field many times.' },
  directives: { is: 'directives', change: 'Use fewer directives, on fragments instead of each field.' },
  rootFields: { is: 'fields at the root', change: 'Send them in several operations.' },
};

/** Why an operation is too large: an error for each limit that it breaks. */
export function limitErrors(measures: Measures, limits: DocumentLimits): readonly GraphQLError[] {
  const names: readonly (keyof Measures)[] = ['depth', 'fields', 'aliases', 'directives', 'rootFields'];
  return names
    .filter((name) => measures[name] > limits[name])
    .map((name) => tooComplex(name, measures[name], limits[name]));
}

/** The error for a document with too many tokens, which were not all counted. */
export function tooManyTokens(allowed: number): GraphQLError {
  const { change } = WORDS.tokens;
  return new GraphQLError(`The document has more than ${allowed} tokens. ${change}`, {
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
  const { is, change } = WORDS[limit];
  return new GraphQLError(`The operation has ${value} ${is}; ${allowed} are allowed. ${change}`, {
    extensions: { code: 'OPERATION_TOO_COMPLEX', limit, value, allowed },
  });
}
