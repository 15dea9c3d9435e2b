import { type ClientSetup, required } from '../client-setup.ts';
import { createSocket } from '../socket.ts';
import { OPERATIONS, type TypedDocuments } from '../typed-documents.ts';
import { createUrqlClient } from './client.ts';

export const urql = urqlSetup('urql', OPERATIONS);

/** urql with typed documents of any tool. */
export function urqlSetup<List extends object>(name: string, documents: TypedDocuments<List>): ClientSetup {
  return {
    name,
    open(access) {
      const socket = createSocket(access);
      const client = createUrqlClient(access, socket);
      return {
        async bookRoom(input) {
          const { data, error } = await client.mutation(documents.bookRoom, { input }).toPromise();
          return required(data?.bookRoom, error);
        },

        listRooms: (filter, first) => ({
          async load(after) {
            const variables = { filter, first, after };
            const { data, error } = await client
              .query(documents.roomList, variables, { requestPolicy: 'network-only' })
              .toPromise();
            required(data, error);
          },
          read() {
            const result = client.readQuery(documents.roomList, { filter, first, after: null });
            return documents.readList(required(result?.data, result?.error));
          },
        }),

        followRoom(roomId, observer) {
          const subscription = client
            .subscription(documents.followRoom, { roomId })
            .subscribe(({ data, error }) =>
              error
                ? observer.error(error.networkError ?? error)
                : observer.next(required(data, error).roomStatusChanged),
            );
          return () => subscription.unsubscribe();
        },

        close: async () => socket.dispose(),
      };
    },
  };
}
