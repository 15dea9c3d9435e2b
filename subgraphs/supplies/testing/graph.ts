import { join } from 'node:path';
import { startSubgraphServer, subgraphSchema } from '../../../platform/subgraph/index.ts';
import {
  createSubgraphClient,
  createTestIssuer,
  type SubgraphAnswer,
} from '../../../platform/testing/index.ts';
import { resolvers } from '../resolvers/index.ts';
import { createLoaders } from '../resolvers/loaders.ts';
import { log, type SuppliesFixture } from './fixture.ts';

/** A supply as the tests ask for it, some fields in some queries. */
type Supply = {
  readonly id: string;
  readonly name: string;
  readonly quantity: number;
  readonly room: { readonly id: string; readonly supplies: readonly Supply[] };
};
type Result = { readonly __typename: string; readonly supply: Supply };

/** What the tests ask for; each query has some of it. */
export type Data = {
  readonly supply: Supply | null;
  readonly standardSupplies: readonly { readonly name: string; readonly quantity: number }[];
  readonly mayRemoveRoomSupplies: boolean;
  readonly _entities: readonly { readonly id: string; readonly supplies: readonly Supply[] }[];
  readonly addSupply: Result;
  readonly updateSupply: Result;
  readonly removeSupply: Result;
  readonly setStandardSupplies: Result;
};

export type Answer = SubgraphAnswer<Data>;

export type Graph = Awaited<ReturnType<typeof serveGraph>>;

/** The service's own server over a fixture, asked over HTTP with tokens of a test issuer. */
export async function serveGraph({ services, mongo }: Pick<SuppliesFixture, 'services' | 'mongo'>) {
  const issuer = await createTestIssuer();
  const server = await startSubgraphServer({
    port: 0,
    host: '127.0.0.1',
    verifier: issuer.verifier,
    log,
    typeDefs: await subgraphSchema(join(import.meta.dirname, '..')),
    resolvers,
    context: (request) => ({ ...request, services, loaders: createLoaders(services.queries) }),
    ping: () => mongo.ping(),
  });
  const { post, ask } = createSubgraphClient<Data>(server.url, issuer);

  return {
    url: server.url,
    issuer,
    post,
    ask,
    close: () => server.close(),
  };
}
