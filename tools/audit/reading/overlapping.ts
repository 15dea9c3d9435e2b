import { indexCases } from '../case-index.ts';
import { type FindingsByCheck, runChecks } from '../checks/index.ts';
import { withoutEvent } from '../checks/notification.ts';
import { overlaps } from '../checks/overlaps.ts';
import type { Finding } from '../findings.ts';
import { readBookings, readRoomsBookedTwice } from '../load/booking.ts';
import { collect } from '../load/merge.ts';
import { readPayments } from '../load/payment.ts';
import { readEvents } from '../load/postgres.ts';
import { CASE_SCOPE } from './cases.ts';
import { createDraft, type Draft, type ReadingContext, toSnapshot } from './draft.ts';
import type { Stores } from './stores.ts';
import type { Workspace } from './workspace.ts';

const HOLDING = `WHERE room_id = $1 AND status NOT IN ('REJECTED', 'CANCELLED') ORDER BY lower(slot)`;

/** The bookings of one room that overlap. The database says in which rooms some do. */
export async function checkOverlappingBookings(
  context: ReadingContext,
  stores: Stores,
): Promise<readonly FindingsByCheck[]> {
  const findings: FindingsByCheck[] = [];
  for (const { room_id: roomId } of await readRoomsBookedTwice(stores.booking)) {
    const draft = createDraft(context, CASE_SCOPE);
    const pairs = overlaps(await collect(readBookings(stores.booking, HOLDING, [roomId])));
    draft.bookings.push(...new Set(pairs.flat()));
    await addCases(
      draft,
      draft.bookings.map(({ id }) => id),
      stores,
    );
    findings.push(runChecks(indexCases(toSnapshot(draft)), ['checkDoubleBookings']));
  }
  return findings;
}

/** The assignments of one room that overlap. */
export async function checkOverlappingAssignments(
  context: ReadingContext,
  stores: Stores,
  workspace: Workspace,
): Promise<readonly FindingsByCheck[]> {
  const findings: FindingsByCheck[] = [];
  for (const roomId of workspace.assigned.roomsTwice(context.at)) {
    const [room] = workspace.rooms.get(roomId);
    if (!room) continue;
    const draft = createDraft(context, CASE_SCOPE);
    const pairs = overlaps(workspace.assigned.ahead(roomId, context.at));
    const assignments = [...new Set(pairs.flat())];
    const ids = assignments.map(({ bookingId }) => bookingId);
    draft.rooms.push({ ...room, assignments });
    draft.bookings.push(...(await collect(readBookings(stores.booking, 'WHERE id = ANY ($1)', [ids]))));
    for (const id of ids) draft.events.push(...workspace.roomEvents.get(id));
    await addCases(draft, ids, stores);
    findings.push(runChecks(indexCases(toSnapshot(draft)), ['checkDoubleAssignments']));
  }
  return findings;
}

/** Adds the payments of bookings, and the events of both. */
async function addCases(
  { events, payments }: Draft,
  ids: readonly string[],
  { booking, payment }: Stores,
): Promise<void> {
  const OF_AGGREGATES = 'WHERE aggregate_id = ANY ($1)';
  payments.push(...(await collect(readPayments(payment, 'WHERE booking_id = ANY ($1)', [ids]))));
  events.push(
    ...(await collect(readEvents(booking, 'booking', OF_AGGREGATES, {}, [ids]))),
    ...(await collect(readEvents(payment, 'payment', OF_AGGREGATES, {}, [payments.map(({ id }) => id)]))),
  );
}

/** The messages of which no cause was found. All events that are told have been read before. */
export async function checkStrayMessages({ messages, told }: Workspace): Promise<FindingsByCheck> {
  const strays: Finding[] = [];
  for await (const chunk of messages.firstsWithout(told)) strays.push(...chunk.map(withoutEvent));
  return new Map([['checkMessages', strays]]);
}
