import { Client, fetchExchange, subscriptionExchange } from '@urql/core';
import { cacheExchange, type KeyingConfig, type ResolverConfig } from '@urql/exchange-graphcache';
import { relayPagination } from '@urql/exchange-graphcache/extras';
import type { Sink, Client as Socket } from 'graphql-ws';
import type { Access } from '../socket.ts';
import schema from './schema.generated.json' with { type: 'json' };

/** Each connection. */
export const RESOLVERS: ResolverConfig = {
  Query: {
    rooms: relayPagination(),
    availableRooms: relayPagination(),
    bookings: relayPagination(),
    payments: relayPagination(),
    courses: relayPagination(),
    messages: relayPagination(),
    roomBoard: relayPagination(),
    courseBoard: relayPagination(),
  },
  Room: { bookings: relayPagination(), reviews: relayPagination() },
  Course: { reviews: relayPagination() },
  Host: { rooms: relayPagination() },
  Customer: { bookings: relayPagination() },
  MyPage: { bookings: relayPagination() },
};

const noKey = () => null;
/** What has no id is stored in its parent. */
export const KEYS: KeyingConfig = {
  BookingEvent: noKey,
  CourseStop: noKey,
  Dispute: noKey,
  Money: noKey,
  Slot: noKey,
};

export function createUrqlClient({ url, token }: Access, socket: Socket): Client {
  return new Client({
    url: `${url}/graphql`,
    fetchOptions: () => ({ headers: { authorization: `Bearer ${token()}` } }),
    exchanges: [
      cacheExchange({ schema, resolvers: RESOLVERS, keys: KEYS }),
      fetchExchange,
      subscriptionExchange({
        forwardSubscription: ({ query = '', variables }) => ({
          subscribe: (sink) => ({
            unsubscribe: socket.subscribe({ query, variables }, sink as Sink),
          }),
        }),
      }),
    ],
  });
}
