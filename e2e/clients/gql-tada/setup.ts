import { readList } from '../typed-documents.ts';
import { urqlSetup } from '../urql/setup.ts';
import { readFragment } from './graphql.ts';
import { BOOK_ROOM, FOLLOW_ROOM, ROOM, ROOM_LIST } from './operations.ts';

/** Documents of gql.tada, run by urql. */
export const gqlTada = urqlSetup('gql.tada', {
  bookRoom: BOOK_ROOM,
  roomList: ROOM_LIST,
  followRoom: FOLLOW_ROOM,
  readList: (data) => readList(data, (room) => readFragment(ROOM, room)),
});
