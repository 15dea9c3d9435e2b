import { join } from 'node:path';
import { beforeAll, beforeEach } from 'vitest';
import { newId } from '../../../platform/identifiers.ts';
import { type SubgraphAnswer, serveSubgraph } from '../../../platform/testing/index.ts';
import { createContext } from '../resolvers/context.ts';
import { resolvers } from '../resolvers/index.ts';
import { createFixture, type SuppliesFixture } from './fixture.ts';

/** A supply as the tests read it: each query selects some of the fields. */
type Supply = {
  readonly id: string;
  readonly name: string;
  readonly quantity: number;
  readonly roomId: string;
  readonly room: { readonly id: string; readonly supplies: readonly Supply[] };
};
type Result = { readonly __typename: string; readonly supply: Supply; readonly supplyId: string };

/** The data that the tests read: each operation selects some of it. */
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

type Service = { readonly fixture: SuppliesFixture; readonly graph: Graph };

/** Serves the graph on a database of its own for the tests of one file. */
export function useService(): Service {
  let fixture: SuppliesFixture;
  let graph: Graph;
  beforeAll(async () => {
    fixture = await createFixture();
    graph = await serveGraph(fixture);
    return async () => {
      await graph.close();
      await fixture[Symbol.asyncDispose]();
    };
  });
  return {
    get fixture() {
      return fixture;
    },
    get graph() {
      return graph;
    },
  };
}

/** Registers a room with eight chairs before each test of the file. */
export function useStockedRoom(service: Service): { readonly id: string } {
  let id: string;
  beforeEach(async () => {
    id = newId();
    await service.fixture.registerRoom(id, [{ name: 'Chair', quantity: 8 }]);
  });
  return {
    get id() {
      return id;
    },
  };
}

/** The operations that the tests use. */
const PROBLEM = `... on NotFound { missingId message }
  ... on InvalidInput { field message problems { field code message } }`;
export const ADD = `mutation ($input: AddSupplyInput!) { addSupply(input: $input) { __typename
  ... on AddSupplySuccess { supply { id name quantity roomId updatedAt room { id supplies { name } } } } ${PROBLEM} } }`;
export const UPDATE = `mutation ($input: UpdateSupplyInput!) { updateSupply(input: $input) { __typename
  ... on UpdateSupplySuccess { supply { id name quantity } } ${PROBLEM} } }`;
export const REMOVE = `mutation ($input: RemoveSupplyInput!) { removeSupply(input: $input) { __typename
  ... on RemoveSupplySuccess { supplyId } ... on NotFound { missingId message } } }`;
export const SET = `mutation ($input: SetStandardSuppliesInput!) { setStandardSupplies(input: $input) { __typename
  ... on SetStandardSuppliesSuccess { lines { name quantity } }
  ... on InvalidInput { field message problems { field code message } } } }`;
export const SUPPLY = 'query ($id: ID!) { supply(id: $id) { id name quantity roomId room { id } } }';
export const STANDARD = '{ standardSupplies { name quantity } }';
export const MAY_REMOVE = 'query ($roomId: ID!) { mayRemoveRoomSupplies(roomId: $roomId) }';
export const ROOMS = `query ($rooms: [_Any!]!) { _entities(representations: $rooms) { ... on Room { id supplies { id name quantity } } } }`;
