import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ApolloGateway } from '@apollo/gateway';
import type { GraphQLSchema } from 'graphql';
import { declareEnforced } from '../supergraph/file.ts';

const SUPERGRAPH = join(import.meta.dirname, '../../schema/supergraph.graphql');
const silent = { debug() {}, info() {}, warn() {}, error() {} };

/** The API schema of the committed supergraph. */
export async function readApiSchema(): Promise<GraphQLSchema> {
  const gateway = new ApolloGateway({
    supergraphSdl: declareEnforced(readFileSync(SUPERGRAPH, 'utf8')),
    logger: silent,
  });
  const { schema } = await gateway.load();
  await gateway.stop();
  return schema;
}
