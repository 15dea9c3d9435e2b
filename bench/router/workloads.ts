import { BOARD } from './board.ts';
import { REVIEW_GRAPH } from './reviews.ts';
import type { SubgraphDefinition } from './subgraph.ts';

/** A query and its graph. */
export type Workload = {
  readonly name: string;
  readonly title: string;
  readonly graph: GraphName;
  readonly operationName: string;
  readonly query: string;
};

export type GraphName = 'board' | 'reviews';

export const GRAPHS: Readonly<Record<GraphName, readonly SubgraphDefinition[]>> = {
  board: BOARD,
  reviews: REVIEW_GRAPH,
};

export const BOARD_WORKLOAD: Workload = {
  name: 'board',
  title: 'The board: 20 rooms, their supplies, bookings and payments, from four subgraphs',
  graph: 'board',
  operationName: 'Board',
  query: `query Board {
    rooms(first: 20) {
      id name capacity status
      hourlyRate { amount currency }
      supplies { name quantity }
      currentBooking { id status slot { start end } payment { id status amount { amount currency } } }
    }
  }`,
};

export const WORKLOADS: readonly Workload[] = [
  BOARD_WORKLOAD,
  {
    name: 'field',
    title: 'One field from one subgraph',
    graph: 'board',
    operationName: 'RoomName',
    query: 'query RoomName { room(id: "room-1") { name } }',
  },
  {
    name: 'reviews',
    title: 'Users, reviews and products, as graphql-gateways-benchmark asks',
    graph: 'reviews',
    operationName: 'TestQuery',
    query: `
      fragment User on User { id username name }
      fragment Review on Review { id body }
      fragment Product on Product { inStock name price shippingEstimate upc weight }
      fragment Reviewed on Review {
        ...Review
        author { ...User reviews { ...Review product { ...Product } } }
      }
      query TestQuery {
        users { ...User reviews { ...Review product { ...Product reviews { ...Reviewed } } } }
        topProducts { ...Product reviews { ...Reviewed } }
      }`,
  },
];

/** The body of the request for a workload. */
export function bodyOf({ query, operationName }: Workload): string {
  return JSON.stringify({ query, operationName });
}
