import {
  commitMutation,
  createOperationDescriptor,
  fetchQuery,
  getFragment,
  getPaginationMetadata,
  getRequest,
  getSingularSelector,
  requestSubscription,
} from 'relay-runtime';
import { type ClientSetup, required } from '../client-setup.ts';
import { createSocket } from '../socket.ts';
import type { roomsBookMutation } from './__generated__/roomsBookMutation.graphql.ts';
import type { roomsFollowSubscription } from './__generated__/roomsFollowSubscription.graphql.ts';
import type { roomsList$data } from './__generated__/roomsList.graphql.ts';
import type { roomsQuery } from './__generated__/roomsQuery.graphql.ts';
import { createRelayEnvironment } from './environment.ts';
import { BOOK, FOLLOW, ROOMS, ROOMS_LIST } from './rooms.ts';

/** Relay without React: its hooks call the same functions. */
export const relay: ClientSetup = {
  name: 'Relay',
  open(access) {
    const socket = createSocket(access);
    const environment = createRelayEnvironment(access, socket);
    const list = getFragment(ROOMS_LIST);
    const nextPage = getPaginationMetadata(list, 'e2e').paginationRequest;
    return {
      bookRoom: (input) =>
        new Promise((resolve, reject) => {
          commitMutation<roomsBookMutation>(environment, {
            mutation: BOOK,
            variables: { input },
            onCompleted: ({ bookRoom }, errors) => resolve(required(bookRoom, errors)),
            onError: reject,
          });
        }),

      listRooms(filter, first) {
        const operation = createOperationDescriptor(getRequest(ROOMS), { filter, first, after: null });
        environment.retain(operation);
        return {
          async load(after) {
            const query = after === null ? ROOMS : nextPage;
            await fetchQuery<roomsQuery>(environment, query, { filter, first, after }).toPromise();
          },
          read() {
            const { data: query } = environment.lookup(operation.fragment);
            const { data } = environment.lookup(required(getSingularSelector(list, query), undefined));
            const { edges, pageInfo } = required((data as roomsList$data).rooms, undefined);
            return {
              rooms: edges.flatMap(({ node }) => node ?? []),
              pageInfo,
            };
          },
        };
      },

      followRoom(roomId, observer) {
        const { dispose } = requestSubscription<roomsFollowSubscription>(environment, {
          subscription: FOLLOW,
          variables: { roomId },
          onNext: (data) => observer.next(required(data, undefined).roomStatusChanged),
          onError: observer.error,
        });
        return dispose;
      },

      close: async () => socket.dispose(),
    };
  },
};
