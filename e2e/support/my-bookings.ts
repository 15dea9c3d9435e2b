import type { Client } from '../../examples/client.ts';

const MY_BOOKINGS = `query ($after: String) {
  me { bookings(first: 100, after: $after) { edges { node { id status } } pageInfo { hasNextPage endCursor } } }
}`;
type MyBookings = {
  me: {
    bookings: {
      edges: { node: { id: string; status: string } }[];
      pageInfo: { hasNextPage: boolean; endCursor: string | null };
    };
  };
};

/** The status of each booking of a customer, by its id. */
export async function bookingsOf(customer: Pick<Client, 'run'>): Promise<ReadonlyMap<string, string>> {
  const found = new Map<string, string>();
  let after: string | null = null;
  do {
    const answer: { data?: MyBookings | null; errors?: unknown } = await customer.run<
      MyBookings,
      { after: string | null }
    >(MY_BOOKINGS, { after });
    if (!answer.data) throw new Error(JSON.stringify(answer));
    const { edges, pageInfo } = answer.data.me.bookings;
    for (const { node } of edges) found.set(node.id, node.status);
    after = pageInfo.hasNextPage ? pageInfo.endCursor : null;
  } while (after !== null);
  return found;
}
