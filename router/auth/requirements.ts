import type { GraphQLSchema } from 'graphql';
import {
  type AccessDirective,
  createRequirementsReader as createReader,
  type Requirement,
} from '../../platform/identity/access.ts';
import { apolloSpec, directiveName } from '../graphql/directives.ts';

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
