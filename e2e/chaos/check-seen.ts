import { MOST_MESSAGES } from '../../subgraphs/notification/domain/message.ts';
import type { SeenCourse, SeenPage, SeenRoom } from './seen.ts';
import type { SystemState } from './system-state.ts';
import type { Violation } from './violation.ts';

/** Checks that the views show what the stores contain, and that customers have one message per change. */
export function checkSeen(state: SystemState): readonly Violation[] {
  return [
    ...state.seen.unreadable.map((what) => viewWrong(`${what} cannot be read`)),
    ...checkBoards(state),
    ...checkPages(state),
    ...checkMessages(state),
  ];
}

function viewWrong(what: string): Violation {
  return { kind: 'view wrong', what };
}

function checkBoards({ rooms, courses, marks, reviews, seen }: SystemState): readonly Violation[] {
  const sizes = tally([
    ...marks.map(({ targetId, mark }) => `${targetId} ${mark}`),
    ...reviews.map(({ targetId }) => `${targetId} REVIEW`),
  ]);
  const sizeOf = (id: string, set: string) => sizes.get(`${id} ${set}`) ?? 0;
  const opinionsOf = (id: string) => ({
    likeCount: sizeOf(id, 'LIKE'),
    bookmarkCount: sizeOf(id, 'BOOKMARK'),
    reviewCount: sizeOf(id, 'REVIEW'),
  });
  const expected = [
    ...rooms
      .filter(({ deleted }) => !deleted)
      .map(({ id, status }) => roomText({ roomId: id, status, ...opinionsOf(id) })),
    ...courses.map(({ id }) => courseText({ courseId: id, ...opinionsOf(id) })),
  ];
  const shown = [...seen.rooms.map(roomText), ...seen.courses.map(courseText)];
  return compare(expected, shown).map(({ what, more }) =>
    viewWrong(`the board ${more > 0 ? 'shows' : 'does not show'} ${what}`),
  );
}

function roomText({ roomId, status, ...opinions }: SeenRoom): string {
  return `room ${roomId}, ${status}, ${opinionsText(opinions)}`;
}

function courseText({ courseId, ...opinions }: SeenCourse): string {
  return `course ${courseId}, ${opinionsText(opinions)}`;
}

function opinionsText({ likeCount, bookmarkCount, reviewCount }: Omit<SeenCourse, 'courseId'>): string {
  return `${likeCount} likes, ${bookmarkCount} bookmarks, ${reviewCount} reviews`;
}

function checkPages({ bookings, payments, marks, rooms, seen }: SystemState): readonly Violation[] {
  const deleted = new Set(rooms.flatMap((room) => (room.deleted ? [room.id] : [])));
  const paymentOf = new Map(payments.map(({ bookingId, status }) => [bookingId, status]));
  const bookingsOf = Map.groupBy(bookings, ({ customerId }) => customerId);
  const bookmarksOf = Map.groupBy(
    marks.filter(({ mark, targetId }) => mark === 'BOOKMARK' && !deleted.has(targetId)),
    ({ customerId }) => customerId,
  );
  return seen.pages.flatMap((page) => {
    const { customerId, bookmarkedRoomIds, bookmarkedCourseIds, unreadMessages, messages } = page;
    const own = (bookingsOf.get(customerId) ?? []).map(({ id, roomId, status }) =>
      entryText({ bookingId: id, roomId, status, paymentStatus: shownPayment(paymentOf.get(id)) }),
    );
    const bookmarks = (bookmarksOf.get(customerId) ?? []).map(({ targetId }) => `bookmark of ${targetId}`);
    const shown = [
      ...page.bookings.map(entryText),
      ...[...bookmarkedRoomIds, ...bookmarkedCourseIds].map((id) => `bookmark of ${id}`),
    ];
    const differ = compare([...own, ...bookmarks], shown).map(({ what, more }) =>
      viewWrong(`the page of ${customerId} ${more > 0 ? 'shows' : 'does not show'} ${what}`),
    );
    // Nobody reads messages in a run.
    if (unreadMessages === messages.length) return differ;
    const counted = `the page of ${customerId} shows ${unreadMessages} unread messages of ${messages.length}`;
    return [...differ, viewWrong(counted)];
  });
}

/** A payment that has not been answered has no status on a page. */
function shownPayment(status: string | undefined): string | null {
  return status === undefined || status === 'REQUESTED' || status === 'ABANDONED' ? null : status;
}

function entryText({ bookingId, roomId, status, paymentStatus }: SeenPage['bookings'][number]): string {
  return `booking ${bookingId} of room ${roomId}, ${status}, payment ${paymentStatus}`;
}

function checkMessages({ told, seen }: SystemState): readonly Violation[] {
  const toldTo = Map.groupBy(told, ({ customerId }) => customerId);
  return seen.pages.flatMap(({ customerId, messages }) => {
    const due = (toldTo.get(customerId) ?? []).map(({ tells }) => tells);
    const wrong = (what: string): Violation => ({ kind: 'message wrong', what: `${customerId}: ${what}` });
    const repeated = messages.length - new Set(messages.map(({ id }) => id)).size;
    const kept = Math.min(due.length, MOST_MESSAGES);
    const differ = compare(
      due,
      messages.map(({ tells }) => tells),
    );
    return [
      ...(repeated > 0 ? [wrong(`${repeated} messages are in the list twice`)] : []),
      ...differ.filter(({ more }) => more > 0).map(({ what, more }) => wrong(`${more} too many: ${what}`)),
      // Of more than are kept, any may be gone.
      ...(due.length > kept
        ? []
        : differ.filter(({ more }) => more < 0).map(({ what, more }) => wrong(`${-more} missing: ${what}`))),
      ...(messages.length < kept && due.length > kept
        ? [wrong(`${messages.length} messages of the newest ${kept}`)]
        : []),
    ];
  });
}

/** The texts that are shown more often than expected, or less often. */
function compare(
  expected: readonly string[],
  shown: readonly string[],
): readonly { readonly what: string; readonly more: number }[] {
  const due = tally(expected);
  const there = tally(shown);
  return [...new Set([...due.keys(), ...there.keys()])]
    .map((what) => ({ what, more: (there.get(what) ?? 0) - (due.get(what) ?? 0) }))
    .filter(({ more }) => more !== 0);
}

function tally(texts: readonly string[]): ReadonlyMap<string, number> {
  return new Map([...Map.groupBy(texts, (text) => text)].map(([text, all]) => [text, all.length]));
}
