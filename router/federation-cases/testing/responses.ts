import {
  buildSchema,
  execute,
  type FormattedExecutionResult,
  type GraphQLFormattedError,
  isNonNullType,
  parse,
  validate,
} from 'graphql';
import type { Case, Item, Operation, Response } from './case.ts';
import { createFieldResolver, isItem } from './data.ts';
import type { CaseGraph } from './graph.ts';

/** Executes the operations of one case. */
export type Executor = (operation: Operation) => Promise<Response>;

/** A non-null field of an entity that one of the subgraphs does not have. */
class UnresolvedEntity extends Error {}

/**
 * Executes operations with graphql-js, against a single schema over the case's data. Entities that a subgraph
 * does not have make the nearest nullable field null without an error, unless nothing else says why all is
 * null.
 */
export function createSingleSchema(given: Case, graph: CaseGraph): Executor {
  const { single, resolvers = {}, data } = given;
  const schema = single?.sdl === undefined ? graph.apiSchema : buildSchema(single.sdl);
  const resolve = createFieldResolver([single?.resolvers ?? {}, resolvers]);
  const isResolved = everywhere(given);
  const fieldResolver: typeof resolve = (source, args, values, info) => {
    const value: unknown = resolve(source, args, values, info);
    const isMissing = (value === null || value === undefined) && isNonNullType(info.returnType);
    if (isMissing && isItem(source) && !isResolved(source)) throw new UnresolvedEntity();
    return value;
  };
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
    const { errors = [] } = result;
    const told = errors.filter(({ originalError }) => !(originalError instanceof UnresolvedEntity));
    const shown = told.length > 0 || result.data ? told : errors.slice(0, 1);
    return responseOf(JSON.parse(JSON.stringify({ data: result.data, errors: shown })));
  };
}

/** Whether all subgraphs have an entity. */
function everywhere({ subgraphs }: Case): (item: Item) => boolean {
  const conditions = Object.values(subgraphs).flatMap((each) =>
    typeof each !== 'string' && each.hasEntity ? [each.hasEntity] : [],
  );
  return (item) => conditions.every((hasEntity) => hasEntity(item));
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
