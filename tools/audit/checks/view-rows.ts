import { isPseudonym } from '../../../platform/identity/pseudonym.ts';
import type { EventDefinition } from '../../../platform/messaging/event.ts';
import { foldText } from '../../../platform/text/fold.ts';
import * as community from '../../../schema/events/community.ts';
import { roomSnapshotEvents, roomStatusChanged } from '../../../schema/events/room.ts';
import type { Rows, Table } from '../../../subgraphs/view/application/ports.ts';
import type { CaseIndex } from '../case-index.ts';
import { lastOf } from '../history.ts';
import type { EventRecord, Service, TargetRecord } from '../snapshot.ts';

/** What a row of a view is to be. */
export type ExpectedRow<Row> = {
  /** Its fields; a field that nothing is known of is left out. */
  readonly row: Partial<Row>;
  /** The last event that says something about it. */
  readonly last: EventRecord;
};

/** The rows of each table, made when they are asked for: they are as many as the records. */
export type ExpectedRows = { readonly [Name in Table]: () => readonly ExpectedRow<Rows[Name]>[] };

const ROOM_EVENTS = typesOf(roomSnapshotEvents);
const STATUS_EVENTS = typesOf([roomStatusChanged]);
const COURSE_EVENTS = typesOf([community.courseRegistered, community.courseUpdated, community.courseDeleted]);
const ENGAGEMENT_EVENTS = typesOf([
  community.liked,
  community.unliked,
  community.bookmarkAdded,
  community.bookmarkRemoved,
  community.reviewWritten,
  community.reviewDeleted,
]);
const BOOKMARK_EVENTS = typesOf([community.bookmarkAdded, community.bookmarkRemoved]);

function typesOf(definitions: readonly EventDefinition[]): ReadonlySet<string> {
  return new Set(definitions.map(({ type }) => type));
}

/**
 * The rows that the views are to have, from the records of the services of the facts and the versions of
 * their events. What no event has told of has no row.
 */
export function expectRows(index: CaseIndex): ExpectedRows {
  const { rooms, bookings, payments, stocks, targets, mailboxes } = index.snapshot;

  /** The row of an aggregate, of its last event among those of the types, or among all. */
  function expectRow<Row>(
    service: Service,
    id: string,
    toRow: (last: EventRecord) => Partial<Row>,
    types?: ReadonlySet<string>,
  ): readonly ExpectedRow<Row>[] {
    const last = lastOf(index.historyOf(service, id), types);
    return last ? [{ row: toRow(last), last }] : [];
  }

  return {
    rooms: () =>
      rooms.flatMap(({ id, hostId, name, location, capacity, hourlyRate, deleted }) =>
        expectRow<Rows['rooms']>(
          'room',
          id,
          ({ version }) => ({
            id,
            version,
            hostId,
            name,
            location,
            foldedName: foldText(name),
            foldedLocation: location === null ? null : foldText(location),
            capacity,
            ...hourlyRate,
            deleted,
          }),
          ROOM_EVENTS,
        ),
      ),
    roomStatuses: () =>
      rooms.flatMap(({ id, status, occupiedBy }) =>
        expectRow<Rows['roomStatuses']>(
          'room',
          id,
          ({ version, at }) => ({ roomId: id, version, status, since: at, bookingId: occupiedBy }),
          STATUS_EVENTS,
        ),
      ),
    bookings: () =>
      bookings.flatMap(({ id, roomId, roomName, customerId, status, slot, price }) =>
        expectRow<Rows['bookings']>('booking', id, ({ version }) => ({
          id,
          version,
          roomId,
          roomName,
          customerId,
          status,
          startsAt: slot.start,
          endsAt: slot.end,
          ...price,
        })),
      ),
    payments: () =>
      payments.flatMap(({ id, bookingId, status }) =>
        // Neither a payment that is only requested nor one that was abandoned has an event.
        status === 'REQUESTED' || status === 'ABANDONED'
          ? []
          : expectRow<Rows['payments']>('payment', id, ({ version }) => ({ bookingId, version, status })),
      ),
    stocks: () =>
      stocks.flatMap(({ roomId, supplies }) =>
        expectRow<Rows['stocks']>('supplies', roomId, ({ version }) => ({
          roomId,
          version,
          names: supplies.map(({ name }) => name),
          foldedNames: supplies.map(({ name }) => foldText(name)),
          quantities: supplies.map(({ quantity }) => quantity),
          available: supplies.filter(({ quantity }) => quantity > 0).map(({ name }) => foldText(name)),
        })),
      ),
    courses: () =>
      targets.flatMap(({ id, name, stops, status }) =>
        expectRow<Rows['courses']>(
          'community',
          id,
          ({ version }) => ({
            id,
            version,
            title: name,
            stopCount: stops ?? 0,
            deleted: status === 'DELETED',
          }),
          COURSE_EVENTS,
        ),
      ),
    engagements: () =>
      targets.flatMap((target) =>
        expectRow<Rows['engagements']>(
          'community',
          target.id,
          ({ version }) => ({ targetId: target.id, version, ...opinionsOf(target) }),
          ENGAGEMENT_EVENTS,
        ),
      ),
    bookmarks: () => expectBookmarks(index),
    mailboxes: () =>
      mailboxes.flatMap(({ id, customerId, stored }) =>
        expectRow<Rows['mailboxes']>('notification', id, ({ version }) => ({
          customerId,
          version,
          unreadCount: stored.unread,
        })),
      ),
  };
}

/** What people think of a target. The sets of a deleted one are emptied without events. */
function opinionsOf({ status, sets }: TargetRecord): Partial<Rows['engagements']> {
  if (status === 'DELETED') return {};
  const { reviews, ratings, likes, bookmarks } = sets;
  return {
    rating: reviews === 0 ? null : ratings / reviews,
    reviewCount: reviews,
    likeCount: likes,
    bookmarkCount: bookmarks,
  };
}

/** Who has bookmarked what, and who no longer has. */
function expectBookmarks({ snapshot }: CaseIndex): readonly ExpectedRow<Rows['bookmarks']>[] {
  const { events, targets, bookmarks } = snapshot;
  const targetOf = new Map(targets.map((target) => [target.id, target]));
  const isThere = new Set(bookmarks.map(({ customerId, targetId }) => `${customerId} ${targetId}`));
  const last = new Map<string, EventRecord>();
  for (const event of events) {
    if (!BOOKMARK_EVENTS.has(event.type)) continue;
    const key = `${event.customerId} ${event.aggregateId}`;
    const known = last.get(key);
    if (!known || known.version < event.version) last.set(key, event);
  }
  return [...last].flatMap(([key, event]) => {
    const { aggregateId: targetId, customerId, version } = event;
    const target = targetOf.get(targetId);
    // The page of an erased customer is gone.
    if (!target || customerId === undefined || isPseudonym(customerId)) return [];
    const isSet = target.status === 'DELETED' ? {} : { isSet: isThere.has(key) };
    return [{ row: { customerId, targetId, version, targetType: target.type, ...isSet }, last: event }];
  });
}
