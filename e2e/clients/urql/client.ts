import { Client, fetchExchange, subscriptionExchange } from '@urql/core';
import { cacheExchange } from '@urql/exchange-graphcache';
import { relayPagination } from '@urql/exchange-graphcache/extras';
import type { Sink, Client as Socket } from 'graphql-ws';
import type { Access } from '../socket.ts';
import schema from './schema.generated.json' with { type: 'json' };

/** What has no id is stored in its parent. */
const noKey = () => null;

export function createUrqlClient({ url, token }: Access, socket: Socket): Client {
  return new Client({
    url: `${url}/graphql`,
    fetchOptions: () => ({ headers: { authorization: `Bearer ${token()}` } }),
    exchanges: [
      cacheExchange({
        schema,
        resolvers: {
          Query: { rooms: relayPagination() },
          Customer: { bookings: relayPagination() },
        },
        keys: { Money: noKey, Slot: noKey },
      }),
      fetchExchange,
      subscriptionExchange({
        forwardSubscription: ({ query = '', variables }) => ({
          subscribe: (sink) => ({ unsubscribe: socket.subscribe({ query, variables }, sink as Sink) }),
        }),
      }),
    ],
  });
}
