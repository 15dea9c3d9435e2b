import { type ClientSetup, required } from '../client-setup.ts';
import { createSocket } from '../socket.ts';
import { OPERATIONS, type TypedDocuments } from '../typed-documents.ts';
import { createApolloClient } from './client.ts';

export const apollo = apolloSetup('Apollo Client', OPERATIONS);

/** Apollo Client with typed documents of any tool. */
export function apolloSetup<List extends object>(name: string, documents: TypedDocuments<List>): ClientSetup {
  return {
    name,
    open(access) {
      const socket = createSocket(access);
      const client = createApolloClient(access, socket);
      return {
        async bookRoom(input) {
          const { data, error } = await client.mutate({ mutation: documents.bookRoom, variables: { input } });
          return required(data?.bookRoom, error);
        },

        listRooms: (filter, first) => ({
          async load(after) {
            const variables = { filter, first, after };
            await client.query({
              query: documents.roomList,
              variables,
              fetchPolicy: 'network-only',
              // `all` keeps the data beside the errors of a service that is away.
              errorPolicy: 'all',
            });
          },
          read() {
            const data = client.readQuery({
              query: documents.roomList,
              variables: { filter, first, after: null },
            });
            return documents.readList(required(data, undefined));
          },
        }),

        followRoom(roomId, observer) {
          const subscription = client
            .subscribe({ query: documents.followRoom, variables: { roomId } })
            .subscribe(({ data, error }) =>
              error ? observer.error(error) : observer.next(required(data, error).roomStatusChanged),
            );
          return () => subscription.unsubscribe();
        },

        async close() {
          client.stop();
          await socket.dispose();
        },
      };
    },
  };
}
