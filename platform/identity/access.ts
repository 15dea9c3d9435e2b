import { GraphQLError } from 'graphql';
import type { Alternatives, Requirement } from './requirements.ts';

/** The scopes and policies that a caller has. */
export type Grants = { readonly scopes: readonly string[]; readonly policies: readonly string[] };

/**
 * One FORBIDDEN error for each field that requires more than its caller has; empty when the operation may
 * run.
 *
 * @param maxErrors the maximum number of errors
 */
export function accessDenials(
  requirements: readonly Requirement[],
  { scopes, policies }: Grants,
  maxErrors: number,
): readonly GraphQLError[] {
  return requirements
    .filter(
      (each) =>
        !each.scopes.every((alternatives) => meetsOne(alternatives, scopes)) ||
        !each.policies.every((alternatives) => meetsOne(alternatives, policies)),
    )
    .flatMap(({ fields }) => fields)
    .slice(0, maxErrors)
    .map(({ name, path }) => forbidden(`Your role does not allow ${name}.`, path));
}

export function unauthenticated(message: string): GraphQLError {
  return new GraphQLError(message, { extensions: { code: 'UNAUTHENTICATED', http: { status: 401 } } });
}

/** @param path the path of the field, if the error is about a field */
export function forbidden(message: string, path?: readonly string[]): GraphQLError {
  return new GraphQLError(message, { ...(path ? { path } : {}), extensions: { code: 'FORBIDDEN' } });
}

/** Whether all members of one alternative are granted. */
function meetsOne(alternatives: Alternatives, granted: readonly string[]): boolean {
  return alternatives.some((alternative) => alternative.every((each) => granted.includes(each)));
}
