import { join } from 'node:path';
import { DEFAULT_LIMITS, type RequestLimits } from '../../../platform/subgraph/request-limits.ts';
import { type SubgraphAnswer, serveSubgraph } from '../../../platform/testing/index.ts';
import { createContext } from '../resolvers/context.ts';
import { resolvers } from '../resolvers/index.ts';
import type { Fixture } from './fixture.ts';

// biome-ignore lint/suspicious/noExplicitAny: the tests look at data of every shape
export type Data = any;

export type Answer = SubgraphAnswer<Data>;

export type Graph = Awaited<ReturnType<typeof serveGraph>>;

/** The service's own server over a fixture. */
export function serveGraph(
  { services, pool }: Pick<Fixture, 'services' | 'pool'>,
  limits: RequestLimits = DEFAULT_LIMITS,
) {
  return serveSubgraph<Data>({
    folder: join(import.meta.dirname, '..'),
    resolvers,
    context: createContext(services),
    ping: () => pool.query('SELECT'),
    limits,
  });
}

/** The operations that the tests use. */
export const BOOK = /* GraphQL */ `
  mutation ($input: BookRoomInput!) {
    bookRoom(input: $input) {
      __typename
      ... on BookRoomSuccess { booking { id status price { amount currency decimal } customer { id } } }
      ... on Problem { message }
      ... on InvalidInput { field problems { field code } }
      ... on PaymentUnavailable { retryAfterSeconds }
      ... on PaymentDeclined { declineCode }
      ... on PaymentActionRequired { bookingId clientSecret redirectUrl expiresAt }
      ... on SlotTaken { nextFreeSlot { start end } }
      ... on RoomUnavailable { roomId }
      ... on PriceChanged { expected { amount currency } actual { amount currency } }
    }
  }
`;
export const CONFIRM = /* GraphQL */ `
  mutation ($input: ConfirmPaymentInput!) {
    confirmPayment(input: $input) {
      __typename
      ... on ConfirmPaymentSuccess { booking { id status } }
      ... on Problem { message }
      ... on PaymentActionRequired { bookingId clientSecret redirectUrl expiresAt }
      ... on PaymentDeclined { declineCode }
      ... on PaymentUnavailable { retryAfterSeconds }
      ... on BookingNotPayable { status }
      ... on NotFound { missingId }
    }
  }
`;
export const CANCEL = /* GraphQL */ `
  mutation ($input: CancelBookingInput!) {
    cancelBooking(input: $input) {
      __typename
      ... on CancelBookingSuccess { booking { id status cancelledAt cancellationReason } }
      ... on Problem { message }
      ... on NotFound { missingId }
      ... on BookingNotCancellable { status }
      ... on InvalidInput { field problems { field code } }
    }
  }
`;
