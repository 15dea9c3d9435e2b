import {
  type DocumentNode,
  type GraphQLError,
  type GraphQLSchema,
  Kind,
  type OperationDefinitionNode,
  type SelectionSetNode,
} from 'graphql';
import { fragmentsOf } from '../../platform/fragments.ts';
import {
  type AccessDirective,
  accessDenials,
  createRequirementsReader as createReader,
  type Requirement,
  unauthenticated,
} from '../../platform/identity/access.ts';
import { whyEnded } from '../../platform/identity/validity.ts';
import type { Caller } from '../context.ts';
import { apolloSpec, directiveName } from '../graphql/directives.ts';
import { fragmentAt } from '../graphql/selection.ts';

export type { Requirement };

const DIRECTIVES: readonly AccessDirective[] = ['authenticated', 'requiresScopes', 'policy'];

/**
 * Reads an operation's access requirements, with the access directives under the names that the supergraph
 * uses.
 */
export function createRequirementsReader(schema: GraphQLSchema) {
  const meanings = new Map(
    DIRECTIVES.map((each) => [directiveName(schema, apolloSpec(each), each) ?? each, each]),
  );
  return createReader(schema, (name) => meanings.get(name));
}

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
    return [tokenNeeded()];
  }
  const ended = whyEnded(identity, now);
  if (ended !== undefined) return [unauthenticated(`${ended}.`)];
  if (requirements.length === 0) return NONE;
  return accessDenials(requirements, { scopes: identity.scopes, policies }, MAX_ERRORS);
}

/** The error for a caller without a token. */
export function tokenNeeded(): GraphQLError {
  return unauthenticated(
    'Sign in first: send a bearer token in the Authorization header, or over WebSocket as authorization in the payload of connection_init.',
  );
}

/** True when an operation selects only `__typename` at its root, which reveals nothing. */
export function isProbe(document: DocumentNode, operation: OperationDefinitionNode): boolean {
  const fragments = fragmentsOf(document);
  const onlyNames = (set: SelectionSetNode): boolean =>
    set.selections.every((selection) => {
      if (selection.kind === Kind.FIELD) return selection.name.value === '__typename';
      const fragment = fragmentAt(selection, fragments);
      return fragment !== undefined && onlyNames(fragment.selectionSet);
    });
  return onlyNames(operation.selectionSet);
}
