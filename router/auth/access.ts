import {
  type DocumentNode,
  type FragmentDefinitionNode,
  type GraphQLError,
  getOperationAST,
  Kind,
  type SelectionSetNode,
} from 'graphql';
import { accessErrors, unauthenticated } from '../../platform/identity/index.ts';
import type { OperationContext } from '../context.ts';
import type { Graph } from '../gateway/graph.ts';

/** Says why an operation may not run, before it runs; an empty list lets it. */
export type AccessCheck = (
  graph: Graph,
  document: DocumentNode,
  operationName: string | undefined,
  context: OperationContext,
) => readonly GraphQLError[];

/**
 * The check used where keys are configured: everything but introspection needs a token that has not expired, and
 * `@authenticated` and `@requiresScopes` of the supergraph are kept. Without keys nothing is refused here.
 */
export function createAccessCheck({ enforced }: { readonly enforced: boolean }): AccessCheck {
  if (!enforced) return () => [];
  return (graph, document, operationName, { identity }) => {
    if (isIntrospection(document, operationName)) return [];
    if (!identity)
      return [unauthenticated('Sign in first: send a bearer token in the Authorization header.')];
    if (identity.expiresAt * 1_000 < Date.now()) return [unauthenticated('The token has expired.')];
    return accessErrors(graph.supergraphSchema, document, identity);
  };
}

/** True when an operation asks only for `__schema`, `__type` and `__typename` at its root. */
export function isIntrospection(document: DocumentNode, operationName: string | undefined): boolean {
  const operation = getOperationAST(document, operationName);
  if (!operation) return false;
  const fragments = new Map(
    document.definitions
      .filter((each): each is FragmentDefinitionNode => each.kind === Kind.FRAGMENT_DEFINITION)
      .map((each) => [each.name.value, each]),
  );
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
