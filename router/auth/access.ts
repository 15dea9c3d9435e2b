import {
  type DocumentNode,
  type GraphQLError,
  Kind,
  type OperationDefinitionNode,
  type SelectionSetNode,
} from 'graphql';
import { fragmentsOf } from '../../platform/fragments.ts';
import { accessDenials, type Requirement, unauthenticated } from '../../platform/identity/access.ts';
import type { Caller } from '../context.ts';

/** Who needs a token: nobody, callers of protected fields, or everyone. */
export type AccessMode = 'open' | 'by-field' | 'signed-in';

const NONE: readonly GraphQLError[] = [];
/** The maximum number of errors in one response. */
const MAX_ERRORS = 10;

/**
 * Why an operation may not run; empty when it may. UNAUTHENTICATED for a missing or expired token, FORBIDDEN
 * with the paths of the fields for missing scopes or policies.
 *
 * @param now milliseconds since the epoch
 */
export function accessErrors(
  requirements: readonly Requirement[],
  { identity, policies }: Caller,
  mode: AccessMode,
  now: number,
): readonly GraphQLError[] {
  if (mode === 'open') return NONE;
  if (!identity) {
    if (mode === 'by-field' && requirements.length === 0) return NONE;
    return [unauthenticated('Sign in first: send a bearer token in the Authorization header.')];
  }
  if (identity.expiresAt * 1_000 < now) return [unauthenticated('The token has expired.')];
  if (requirements.length === 0) return NONE;
  return accessDenials(requirements, { scopes: identity.scopes, policies }, MAX_ERRORS);
}

/** True when an operation selects only `__schema`, `__type` and `__typename` at its root. */
export function isIntrospection(document: DocumentNode, operation: OperationDefinitionNode): boolean {
  const fragments = fragmentsOf(document);
  const onlyMeta = (set: SelectionSetNode): boolean =>
    set.selections.every((selection) => {
      switch (selection.kind) {
        case Kind.FIELD:
          return selection.name.value.startsWith('__');
        case Kind.INLINE_FRAGMENT:
          return onlyMeta(selection.selectionSet);
        case Kind.FRAGMENT_SPREAD: {
          const fragment = fragments.get(selection.name.value);
          return fragment !== undefined && onlyMeta(fragment.selectionSet);
        }
        default:
          return selection satisfies never;
      }
    });
  return onlyMeta(operation.selectionSet);
}
