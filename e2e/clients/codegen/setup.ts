import { apolloSetup } from '../apollo/setup.ts';
import { readList } from '../typed-documents.ts';
import { readFragment } from './__generated__/index.ts';
import { BOOK_ROOM, FOLLOW_ROOM, ROOM, ROOM_LIST } from './operations.ts';

/** Documents of the client preset, run by Apollo Client. */
export const clientPreset = apolloSetup('codegen client preset', {
  bookRoom: BOOK_ROOM,
  roomList: ROOM_LIST,
  followRoom: FOLLOW_ROOM,
  readList: (data) => readList(data, (room) => readFragment(ROOM, room)),
});
