import { GraphQLError } from 'graphql';
import { parseDocument } from '../../graphql/validation.ts';
import { createGraph } from '../../operations/graphs.ts';
import { parseResponse, type Send } from '../../subgraphs/client.ts';
import { declareEnforced } from '../../supergraph/file.ts';
import { DOCUMENT_SETTINGS } from '../../testing/document-settings.ts';
import { OPERATION_CONTEXT } from '../../testing/operation-context.ts';
import { planInline } from '../../testing/plan-inline.ts';
import type { Case, Data } from './case.ts';
import type { CaseGraph } from './graph.ts';
import { type Executor, responseOf } from './responses.ts';

/** Executes operations with this router's compiler over the subgraphs in this process. */
export function createOurRouter({ data }: Case, graph: CaseGraph): Executor {
  let now: Data = data();
  const send: Send = async (subgraph, { body }) => {
    try {
      const said = await graph.ask(subgraph, JSON.parse(body), now);
      return parseResponse({ status: 200, body: JSON.stringify(said) });
    } catch (cause) {
      return { kind: 'unavailable', reason: 'it cannot be reached', cause };
    }
  };
  const { compile } = createGraph({
    supergraphSdl: declareEnforced(graph.supergraphSdl),
    apiSchema: graph.apiSchema,
    send,
    plan: planInline,
    dedupe: undefined,
    documents: DOCUMENT_SETTINGS,
    onDocument: () => undefined,
  });

  return async ({ query, variables: given }) => {
    now = data();
    const { document, errors } = parseDocument(graph.apiSchema, query);
    if (!document) throw new Error(errors.map(({ message }) => message).join('\n'));
    const operation = await compile(document, undefined);
    if (operation instanceof GraphQLError) throw operation;
    const variables = operation.coerce(given);
    if (variables.kind === 'refused')
      throw new Error(variables.errors.map(({ message }) => message).join('\n'));
    const outcome = await operation.execute({ variables: variables.values, context: CONTEXT });
    return responseOf({ data: JSON.parse(outcome.data), errors: outcome.errors });
  };
}

const CONTEXT = { ...OPERATION_CONTEXT, client: 'test' };
