import {
  buildSchema,
  execute,
  type FormattedExecutionResult,
  type GraphQLFormattedError,
  parse,
  validate,
} from 'graphql';
import type { Answer, Case, Operation } from './case.ts';
import { createFieldResolver } from './data.ts';
import type { CaseGraph } from './graph.ts';

/** Something that answers the operations of one case. */
export type Answerer = (operation: Operation) => Promise<Answer>;

/** Answers by executing each operation against one schema over the case's data. */
export function createSingleSchema({ single, resolvers = {}, data }: Case, graph: CaseGraph): Answerer {
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
    return answerOf(JSON.parse(JSON.stringify(result)));
  };
}

/** What counts of a result: the data to the letter, and where errors are. */
export function answerOf({ data, errors }: FormattedExecutionResult): Answer {
  return { data: data ?? null, errors: (errors ?? []).map(pathOf).sort() };
}

/** As it is compared: as text, since the order of fields counts. */
export function textOf({ data, errors = [] }: Answer): string {
  return JSON.stringify({ data, errors: [...errors].sort() }, undefined, 1);
}

function pathOf({ path }: GraphQLFormattedError): string {
  return path?.join('.') ?? '-';
}
