import { join } from 'node:path';
import { type SubgraphAnswer, serveSubgraph } from '../../../platform/testing/index.ts';
import { createContext } from '../resolvers/context.ts';
import { resolvers } from '../resolvers/index.ts';
import type { SuppliesFixture } from './fixture.ts';

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

/** The service's own server over a fixture. */
export function serveGraph({ services, mongo }: Pick<SuppliesFixture, 'services' | 'mongo'>) {
  return serveSubgraph<Data>({
    folder: join(import.meta.dirname, '..'),
    resolvers,
    context: createContext(services),
    ping: () => mongo.ping(),
  });
}
