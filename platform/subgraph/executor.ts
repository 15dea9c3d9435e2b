import {
  assertValidSchema,
  type DocumentNode,
  type ExecutionResult,
  execute,
  GraphQLError,
  type GraphQLFormattedError,
  type GraphQLSchema,
  getOperationAST,
  NoSchemaIntrospectionCustomRule,
  parse,
  specifiedRules,
  validate,
} from 'graphql';
import { LRUCache } from 'lru-cache';
import { env, readMode } from '../config/env.ts';
import { createErrorPolicy } from './error-policy.ts';
import type { RequestContext } from './request-context.ts';
import type { Surroundings } from './surroundings.ts';

/** A GraphQL request, as its body has it. */
export type GraphqlRequest = {
  readonly query: string;
  readonly operationName?: string | undefined;
  readonly variables?: Readonly<Record<string, unknown>> | undefined;
};

/** A GraphQL response and its HTTP status. */
export type Answer = {
  readonly status: number;
  readonly body: {
    readonly errors?: readonly GraphQLFormattedError[];
    readonly data?: ExecutionResult['data'];
  };
};

/** Executes a request for a caller. Rejects for faults of the executor alone: others are in the answer. */
export type Executor = (request: GraphqlRequest, context: RequestContext) => Promise<Answer>;

/** The characters of all documents that are kept parsed; a document takes some dozen times its length. */
const KNOWN_CHARACTERS = 500_000;

/**
 * Executes operations against the schema of a subgraph. A document is parsed and validated once.
 *
 * @param surroundings tells what an outage is; without it there are none
 */
export function createExecutor(
  schema: GraphQLSchema,
  surroundings?: Pick<Surroundings, 'service' | 'isOutage'>,
): Executor {
  assertValidSchema(schema);
  const policy = createErrorPolicy(schema, surroundings);
  const rules =
    readMode(env) === 'production' ? [...specifiedRules, NoSchemaIntrospectionCustomRule] : specifiedRules;
  const known = new LRUCache<string, DocumentNode>({
    maxSize: KNOWN_CHARACTERS,
    sizeCalculation: (_, text) => Math.max(1, text.length),
  });

  /** The parsed document, or what is wrong with it. */
  function read(text: string): DocumentNode | readonly GraphQLError[] {
    const found = known.get(text);
    if (found) return found;
    let document: DocumentNode;
    try {
      document = parse(text);
    } catch (error) {
      if (error instanceof GraphQLError) return [withCode(error, 'GRAPHQL_PARSE_FAILED')];
      throw error;
    }
    const errors = validate(schema, document, rules);
    if (errors.length > 0) return errors.map((error) => withCode(error, 'GRAPHQL_VALIDATION_FAILED'));
    known.set(text, document);
    return document;
  }

  return async ({ query, operationName, variables }, contextValue) => {
    const document = read(query);
    if (!('kind' in document))
      return { status: 400, body: { errors: await policy.present(document, contextValue) } };
    const operation = getOperationAST(document, operationName);
    const refusal = operation && policy.refusal(document, operation, contextValue.identity);
    if (refusal) return { status: 200, body: { errors: await policy.present([refusal], contextValue) } };
    if (operation?.operation === 'mutation') contextValue.operation.beginMutation();
    const { data, errors } = await execute({
      schema,
      document,
      contextValue,
      operationName,
      variableValues: variables,
    });
    if (!errors) return { status: 200, body: { data } };
    if (data !== undefined)
      return { status: 200, body: { errors: await policy.present(errors, contextValue), data } };
    // Execution has not begun: there is no such operation, or its variables have other types.
    const code = operation ? 'BAD_USER_INPUT' : 'OPERATION_RESOLUTION_FAILURE';
    const coded = errors.map((error) => withCode(error, code));
    return { status: 400, body: { errors: await policy.present(coded, contextValue) } };
  };
}

function withCode(error: GraphQLError, code: string): GraphQLError {
  return new GraphQLError(error.message, {
    nodes: error.nodes ?? null,
    source: error.source ?? null,
    positions: error.positions ?? null,
    originalError: error.originalError ?? null,
    extensions: { code },
  });
}
