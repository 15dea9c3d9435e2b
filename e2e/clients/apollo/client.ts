import { ApolloClient, ApolloLink, HttpLink, InMemoryCache, type TypePolicies } from '@apollo/client';
import { SetContextLink } from '@apollo/client/link/context';
import { GraphQLWsLink } from '@apollo/client/link/subscriptions';
import { relayStylePagination } from '@apollo/client/utilities';
import { OperationTypeNode } from 'graphql';
import type { Client as Socket } from 'graphql-ws';
import type { Access } from '../socket.ts';
import generated from './possible-types.generated.ts';

/** Each connection, with the arguments that make it another list. */
export const TYPE_POLICIES: TypePolicies = {
  Query: {
    fields: {
      rooms: relayStylePagination(['filter']),
      availableRooms: relayStylePagination(['slot', 'filter']),
      bookings: relayStylePagination(['filter', 'orderBy']),
      payments: relayStylePagination(['filter']),
      courses: relayStylePagination(),
      messages: relayStylePagination(['unreadOnly']),
      roomBoard: relayStylePagination(['filter']),
      courseBoard: relayStylePagination(),
    },
  },
  Room: { fields: { bookings: relayStylePagination(['from', 'to']), reviews: relayStylePagination() } },
  Course: { fields: { reviews: relayStylePagination() } },
  Host: { fields: { rooms: relayStylePagination() } },
  Customer: { fields: { bookings: relayStylePagination(['statuses', 'when', 'from', 'to', 'orderBy']) } },
  MyPage: { fields: { bookings: relayStylePagination() } },
};

export function createApolloClient({ url, token }: Access, socket: Socket): ApolloClient {
  const signIn = new SetContextLink(({ headers }) => ({
    headers: { ...headers, authorization: `Bearer ${token()}` },
  }));
  return new ApolloClient({
    link: ApolloLink.split(
      ({ operationType }) => operationType === OperationTypeNode.SUBSCRIPTION,
      new GraphQLWsLink(socket),
      signIn.concat(new HttpLink({ uri: `${url}/graphql` })),
    ),
    cache: new InMemoryCache({
      possibleTypes: generated.possibleTypes,
      typePolicies: TYPE_POLICIES,
    }),
  });
}
