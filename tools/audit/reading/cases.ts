import type { RoomAssignment } from '../load/assignments.ts';
import { BOOKING_EVENTS_IN_ORDER, readBookings } from '../load/booking.ts';
import { readPaymentEvents, readPayments } from '../load/payment.ts';
import { readEvents } from '../load/postgres.ts';
import type { Scope } from '../snapshot.ts';
import { addSubject, type Draft } from './draft.ts';
import { fromStore, fromTable, type Part } from './parts.ts';
import type { Stores } from './stores.ts';
import type { Workspace } from './workspace.ts';

/** Of what the part of a case has all records. */
export const CASE_SCOPE: Scope = {
  services: new Set(['booking', 'payment']),
  tables: new Set(['bookings', 'payments']),
};

/** Bookings with all that belongs to them, by their ids. */
export function casesPart({ booking, payment }: Stores, workspace: Workspace): Part {
  const { view } = workspace;
  // Which rooms a batch assigns, until it is complete.
  let assignments: RoomAssignment[] = [];
  return {
    scope: CASE_SCOPE,
    checks: [
      'checkMoney',
      'checkBookings',
      'checkLedger',
      'checkAssignments',
      'checkMessages',
      'checkViews',
      'checkEvents',
      'checkStreams',
      'findNotices',
    ],
    sources: [
      fromStore(
        readBookings(booking, 'ORDER BY id'),
        ({ id }) => id,
        ({ bookings }, each) => bookings.push(each),
      ),
      fromStore(
        readEvents(booking, 'booking', BOOKING_EVENTS_IN_ORDER),
        ({ aggregateId }) => aggregateId,
        ({ events }, event) => events.push(event),
      ),
      fromStore(
        readPayments(payment, 'ORDER BY booking_id'),
        ({ bookingId }) => bookingId,
        ({ payments }, each) => payments.push(each),
      ),
      fromStore(
        readPaymentEvents(payment),
        ({ bookingId, aggregateId }) => bookingId ?? aggregateId,
        ({ events }, event) => events.push(event),
      ),
      fromTable(workspace.roomEvents, ({ events }, event) => events.push(event)),
      fromTable(workspace.intents, ({ intents }, intent) => intents.push(intent)),
      fromTable(workspace.refunds, ({ providerRefunds }, refund) => providerRefunds.push(refund)),
      fromTable(workspace.disputes, ({ disputes }, dispute) => disputes.push(dispute)),
      fromTable(workspace.claims, ({ claims }, claim) => claims.push(claim)),
      fromTable(workspace.assignments, (_, { open }) => {
        if (open) assignments.push(open);
      }),
      fromTable(view.bookings, (draft, row) => draft.view.bookings.push(row)),
      fromTable(view.payments, (draft, row) => draft.view.payments.push(row)),
      fromTable(workspace.subjectsOf('booking'), addSubject),
      fromTable(workspace.subjectsOf('payment'), addSubject),
    ],
    complete(draft) {
      addRooms(draft, assignments, workspace);
      assignments = [];
    },
  };
}

/** Adds the rooms of bookings and assignments, each with these of its assignments. */
function addRooms(
  { bookings, rooms }: Draft,
  assignments: readonly RoomAssignment[],
  workspace: Workspace,
): void {
  const byRoom = Map.groupBy(assignments, ({ roomId }) => roomId);
  for (const id of new Set([...bookings.map(({ roomId }) => roomId), ...byRoom.keys()])) {
    const [room] = workspace.rooms.get(id);
    if (room) rooms.push({ ...room, assignments: byRoom.get(id) ?? [] });
  }
}
