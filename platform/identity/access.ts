import { GraphQLError } from 'graphql';
import type { Requirement, Sets } from './requirements.ts';

/** What a caller has. */
export type Held = { readonly scopes: readonly string[]; readonly policies: readonly string[] };

/**
 * One error for each field of an operation that asks for more than its caller has; none when all of it may run.
 *
 * @param most how many errors there are at the most: nobody needs to be told of every field
 */
export function refusals(
  requirements: readonly Requirement[],
  { scopes, policies }: Held,
  most: number,
): readonly GraphQLError[] {
  return requirements
    .filter(
      (each) =>
        !each.scopes.every((sets) => holdsOne(sets, scopes)) ||
        !each.policies.every((sets) => holdsOne(sets, policies)),
    )
    .flatMap(({ fields }) => fields)
    .slice(0, most)
    .map(({ name, path }) => forbidden(`Your role does not allow ${name}.`, path));
}

export function unauthenticated(message: string): GraphQLError {
  return new GraphQLError(message, { extensions: { code: 'UNAUTHENTICATED', http: { status: 401 } } });
}

/** @param path of the field that is refused, when it is one field */
export function forbidden(message: string, path?: readonly string[]): GraphQLError {
  return new GraphQLError(message, { ...(path ? { path } : {}), extensions: { code: 'FORBIDDEN' } });
}

/** True when one whole set is held. */
function holdsOne(sets: Sets, held: readonly string[]): boolean {
  return sets.some((set) => set.every((each) => held.includes(each)));
}
