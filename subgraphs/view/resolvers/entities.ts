import type {
  CourseBoardEntryResolvers,
  MyPageBookingResolvers,
  RoomBoardEntryResolvers,
} from '../schema.generated.ts';

// References to what lies in other services.

export const roomBoardEntry: RoomBoardEntryResolvers = { room: ({ roomId }) => ({ id: roomId }) };

export const courseBoardEntry: CourseBoardEntryResolvers = { course: ({ courseId }) => ({ id: courseId }) };

export const myPageBooking: MyPageBookingResolvers = { booking: ({ bookingId }) => ({ id: bookingId }) };
