import {
  buildSchema,
  execute,
  type FormattedExecutionResult,
  type GraphQLFormattedError,
  parse,
  validate,
} from 'graphql';
import type { Case, Operation, Response } from './case.ts';
import { createFieldResolver } from './data.ts';
import type { CaseGraph } from './graph.ts';

/** Executes the operations of one case. */
export type Executor = (operation: Operation) => Promise<Response>;

/** Executes operations with graphql-js, against a single schema over the case's data. */
export function createSingleSchema({ single, resolvers = {}, data }: Case, graph: CaseGraph): Executor {
  const schema = single?.sdl === undefined ? graph.apiSchema : buildSchema(single.sdl);
  const fieldResolver = createFieldResolver([single?.resolvers ?? {}, resolvers]);
  return async ({ query, variables }) => {
    const document = parse(query);
    const invalid = validate(schema, document);
    if (invalid.length > 0) throw new Error(invalid.map(({ message }) => message).join('\n'));
    const result = await execute({
      schema,
      document,
      fieldResolver,
      contextValue: data(),
      ...(variables && { variableValues: variables }),
    });
    return responseOf(JSON.parse(JSON.stringify(result)));
  };
}

/** The parts of a result that are compared: its data and the paths of its errors. */
export function responseOf({ data, errors }: FormattedExecutionResult): Response {
  return { data: data ?? null, errors: (errors ?? []).map(pathOf).sort() };
}

/** The text by which responses are compared: the order of fields matters. */
export function textOf({ data, errors = [] }: Response): string {
  return JSON.stringify({ data, errors: [...errors].sort() }, undefined, 1);
}

function pathOf({ path }: GraphQLFormattedError): string {
  return path?.join('.') ?? '-';
}
