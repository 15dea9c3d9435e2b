import { commonResolvers } from '../../../platform/subgraph/common-resolvers.ts';
import type { Resolvers } from '../schema.generated.ts';
import { courseBoardEntry, myPageBooking, roomBoardEntry } from './entities.ts';
import { myPage } from './my-page.ts';
import { queries } from './queries.ts';

export const resolvers: Resolvers = {
  ...commonResolvers,
  Query: queries,
  CourseBoardEntry: courseBoardEntry,
  MyPage: myPage,
  MyPageBooking: myPageBooking,
  RoomBoardEntry: roomBoardEntry,
};
