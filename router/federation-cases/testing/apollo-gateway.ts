import '../../supergraph/no-telemetry.ts';

import { ApolloGateway } from '@apollo/gateway';
import { getOperationAST, parse } from 'graphql';
import { createLogger } from '../../../platform/telemetry/logger.ts';
import { type Answerer, answerOf } from './answers.ts';
import type { Answer, Case } from './case.ts';
import type { CaseGraph } from './graph.ts';

export type ApolloAnswers = { readonly answer: Answerer; stop(): Promise<void> };

const LOG = createLogger('apollo', 'silent');
/** What a client is told when the gateway throws. */
const REFUSED: Answer = { data: null, errors: ['-'] };

/** Answers as Apollo Gateway does, asking the subgraphs in this process; refuses all of a graph that it cannot load. */
export async function createApolloGateway({ data }: Case, graph: CaseGraph): Promise<ApolloAnswers> {
  let now = data();
  const gateway = new ApolloGateway({
    supergraphSdl: graph.supergraphSdl,
    logger: LOG,
    buildService: ({ name }) => ({
      async process({ request: { query = '', variables } }) {
        return graph.ask(name, { query, variables }, now);
      },
    }),
  });
  const loaded = await gateway.load().catch(() => undefined);
  if (!loaded) return { answer: async () => REFUSED, stop: async () => {} };
  const { schema, executor } = loaded;

  return {
    async answer({ query, variables }) {
      now = data();
      const document = parse(query);
      const operation = getOperationAST(document);
      if (!operation) throw new Error('A case asks one operation');
      try {
        const result = await executor({
          request: { query, variables: { ...variables } },
          logger: LOG,
          schema,
          schemaHash: '' as Parameters<typeof executor>[0]['schemaHash'],
          context: {},
          cache: { get: async () => undefined, set: async () => undefined, delete: async () => true },
          queryHash: query,
          document,
          source: query,
          operationName: operation.name?.value ?? null,
          operation,
          metrics: {},
          overallCachePolicy: undefined,
        });
        return answerOf(JSON.parse(JSON.stringify(result)));
      } catch {
        return REFUSED;
      }
    },
    stop: () => gateway.stop(),
  };
}
