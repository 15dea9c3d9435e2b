import { MOST_MESSAGES } from '../../subgraphs/notification/domain/message.ts';
import type { SeenPage } from './seen.ts';
import type { SystemState } from './system-state.ts';
import type { Violation } from './violation.ts';

/** Checks that the views show what the stores contain, and that customers have one message for each change. */
export function checkSeen(state: SystemState): readonly Violation[] {
  return [
    ...state.seen.unreadable.map((what) => viewWrong(`${what} cannot be read`)),
    ...checkBoard(state),
    ...checkPages(state),
    ...checkMessages(state),
  ];
}

function viewWrong(what: string, bookingId?: string): Violation {
  return { kind: 'view wrong', what, bookingId };
}

function checkBoard({ rooms, marks, reviews, seen }: SystemState): readonly Violation[] {
  const sizes = tally([
    ...marks.map(({ roomId, mark }) => `${roomId} ${mark}`),
    ...reviews.map(({ roomId }) => `${roomId} REVIEW`),
  ]);
  const sizeOf = (roomId: string, set: string) => sizes.get(`${roomId} ${set}`) ?? 0;
  const expected = rooms
    .filter(({ deleted }) => !deleted)
    .map(({ id, status }) =>
      [
        `room ${id}: ${status}`,
        `${sizeOf(id, 'LIKE')} likes`,
        `${sizeOf(id, 'BOOKMARK')} bookmarks`,
        `${sizeOf(id, 'REVIEW')} reviews`,
      ].join(', '),
    );
  const shown = seen.rooms.map(
    ({ roomId, status, likeCount, bookmarkCount, reviewCount }) =>
      `room ${roomId}: ${status}, ${likeCount} likes, ${bookmarkCount} bookmarks, ${reviewCount} reviews`,
  );
  return compare(expected, shown).map(({ what, more }) =>
    viewWrong(more > 0 ? `the board shows ${what}` : `the board does not show ${what}`),
  );
}

function checkPages({ bookings, payments, marks, rooms, seen }: SystemState): readonly Violation[] {
  const deleted = new Set(rooms.flatMap((room) => (room.deleted ? [room.id] : [])));
  const paymentOf = new Map(payments.map(({ bookingId, status }) => [bookingId, status]));
  const bookingsOf = Map.groupBy(bookings, ({ customerId }) => customerId);
  const bookmarksOf = Map.groupBy(
    marks.filter(({ mark, roomId }) => mark === 'BOOKMARK' && !deleted.has(roomId)),
    ({ customerId }) => customerId,
  );
  return seen.pages.flatMap((page) => {
    const { customerId, bookmarkedRoomIds, unreadMessages, messages } = page;
    const own = (bookingsOf.get(customerId) ?? []).map(({ id, roomId, status }) =>
      entryText({ bookingId: id, roomId, status, paymentStatus: shownPayment(paymentOf.get(id)) }),
    );
    const bookmarks = (bookmarksOf.get(customerId) ?? []).map(({ roomId }) => `bookmark of ${roomId}`);
    const shown = [
      ...page.bookings.map(entryText),
      ...bookmarkedRoomIds.map((roomId) => `bookmark of ${roomId}`),
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
