import { type DocumentNode, type ExecutionResult, executeSync, type GraphQLSchema, parse } from 'graphql';
import type { LiveField } from './live-directive.ts';

/** Turns what an event says into the answer of the plan's first fetch. */
export type Projection = (
  value: Readonly<Record<string, unknown>>,
  variables: Readonly<Record<string, unknown>>,
) => ExecutionResult;

/**
 * Answers a fetch from a value instead of from a server: the fetch's own selection (aliases, fragments, lists,
 * `__typename`) is executed over the value. An abstract type is told by the value's `__typename`.
 *
 * @param operation the fetch as the planner wrote it
 * @param schema one that has every type of the fetch; the supergraph's does
 */
export function createProjection(schema: GraphQLSchema, field: LiveField, operation: string): Projection {
  const document: DocumentNode = parse(operation);
  return (value, variables) =>
    executeSync({ schema, document, rootValue: { [field.name]: value }, variableValues: variables });
}
