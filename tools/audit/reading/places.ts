import { bookmarkAdded, bookmarkRemoved } from '../../../schema/events/community.ts';
import { readReplicas } from '../load/booking.ts';
import { readBookmarks, readCommunityEvents, readTargets } from '../load/community.ts';
import { readHistory } from '../load/mongo.ts';
import type { EventRecord } from '../snapshot.ts';
import { addSubject, type Draft, foldEvent } from './draft.ts';
import { fromStore, fromTable, type Part } from './parts.ts';
import type { Stores } from './stores.ts';
import type { Workspace } from './workspace.ts';

const BOOKMARKS: ReadonlySet<string> = new Set([bookmarkAdded.type, bookmarkRemoved.type]);

/**
 * Rooms, their assignments by booking, their supplies, and courses, by their ids. It fills the events of
 * rooms in the workspace.
 */
export function placesPart(stores: Stores, workspace: Workspace, at: string): Part {
  const { assigned, erased, roomEvents, view, waiting } = workspace;
  const customerOf = ({ customerId, bookingId }: EventRecord) =>
    customerId ?? (bookingId !== undefined && erased.has(bookingId) ? ERASED : undefined);

  function addEvent(draft: Draft, event: EventRecord): void {
    foldEvent(draft, event, customerOf);
    if (event.service === 'room' && event.bookingId !== undefined) roomEvents.add(event.bookingId, event);
    if (BOOKMARKS.has(event.type)) draft.events.push(event);
  }

  const aggregate = ({ aggregateId }: EventRecord) => aggregateId;
  return {
    scope: {
      services: new Set(['room', 'supplies', 'community']),
      tables: new Set(['rooms', 'roomStatuses', 'stocks', 'courses', 'engagements', 'bookmarks']),
    },
    checks: [
      'checkRooms',
      'checkSupplies',
      'checkCommunity',
      'checkMessages',
      'checkViews',
      'checkEvents',
      'checkStreams',
    ],
    sources: [
      fromTable(workspace.rooms, ({ rooms }, room) => {
        rooms.push({ ...room, assignments: assigned.around(room.id, at) });
      }),
      fromTable(workspace.assignments, ({ assignmentVersions }, { id, version }) =>
        assignmentVersions.push({ id, version }),
      ),
      fromTable(workspace.stocks, ({ stocks }, stock) => stocks.push(stock)),
      fromStore(
        readReplicas(stores.booking),
        ({ id }) => id,
        ({ replicas }, replica) => replicas.push(replica),
      ),
      fromStore(
        readTargets(stores.community),
        ({ id }) => id,
        ({ targets }, target) => targets.push(target),
      ),
      fromStore(
        readBookmarks(stores.community),
        ({ targetId }) => targetId,
        ({ bookmarks }, bookmark) => bookmarks.push(bookmark),
      ),
      fromStore(readHistory(stores.room), aggregate, addEvent),
      fromStore(readHistory(stores.supplies), aggregate, addEvent),
      // After the events that are published.
      fromTable(waiting, addEvent),
      fromStore(readCommunityEvents(stores.community, 'ORDER BY aggregate_id, version'), aggregate, addEvent),
      fromTable(view.rooms, (draft, row) => draft.view.rooms.push(row)),
      fromTable(view.roomStatuses, (draft, row) => draft.view.roomStatuses.push(row)),
      fromTable(view.stocks, (draft, row) => draft.view.stocks.push(row)),
      fromTable(view.courses, (draft, row) => draft.view.courses.push(row)),
      fromTable(view.engagements, (draft, row) => draft.view.engagements.push(row)),
      fromTable(view.bookmarks, (draft, row) => draft.view.bookmarks.push(row)),
      ...['room', 'supplies', 'community'].map((context) =>
        fromTable(workspace.subjectsOf(context), addSubject),
      ),
    ],
  };
}

/** Stands for the customer of a booking whose data was erased. */
const ERASED = 'erased-';
