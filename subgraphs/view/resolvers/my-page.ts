import { isUuid } from '../../../platform/input.ts';
import { readPage, toConnection } from '../../../platform/subgraph/pagination.ts';
import type { MyPageResolvers } from '../schema.generated.ts';

export const myPage: MyPageResolvers = {
  async bookings({ customerId }, args, { services: { queries, clock } }) {
    const name = 'myPage/bookings';
    const page = readPage<[string]>(args, name, [isUuid]);
    return toConnection(await queries.bookingsOf(customerId, page, clock()), page, {
      name,
      keysOf: ({ bookingId }) => [bookingId],
      count: () => queries.countBookingsOf(customerId),
    });
  },
  unreadMessages: ({ customerId }, _args, { services }) => services.queries.unreadMessagesOf(customerId),
  bookmarkedRoomIds: ({ customerId }, _args, { services }) =>
    services.queries.bookmarksOf(customerId, 'ROOM'),
  bookmarkedCourseIds: ({ customerId }, _args, { services }) =>
    services.queries.bookmarksOf(customerId, 'COURSE'),
};
