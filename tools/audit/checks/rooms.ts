import type { CaseIndex } from '../case-index.ts';
import type { Finding } from '../findings.ts';
import { latest } from '../latest.ts';
import type { AssignmentRecord, RoomRecord, RoomReplica } from '../snapshot.ts';
import { inCaseOf } from './case-finding.ts';
import { overlaps } from './overlaps.ts';

/** A room is assigned to one booking at a time. */
export function checkDoubleAssignments(index: CaseIndex): readonly Finding[] {
  return index.snapshot.rooms.flatMap(({ id: room, assignments }) =>
    overlaps(ahead(index, assignments)).map(([first, second]) =>
      inCaseOf(index, second.bookingId, {
        code: 'DOUBLE_ASSIGNED',
        message: `${span(first)} and ${span(second)}`,
        ids: { room, other: first.bookingId },
        changedAt: index.changeOf(first.bookingId),
      }),
    ),
  );
}

/** Every room is assigned only to bookings that want it. */
export function checkAssignments(index: CaseIndex): readonly Finding[] {
  return index.snapshot.rooms.flatMap(({ id: room, assignments }) =>
    ahead(index, assignments).flatMap((assignment) => {
      const booking = index.bookings.get(assignment.bookingId);
      const wants =
        booking?.roomId === room && booking.status !== 'REJECTED' && booking.status !== 'CANCELLED';
      if (wants) return [];
      const state = !booking ? 'unknown' : booking.roomId === room ? booking.status : 'for another room';
      const message = `the booking is ${state}, the room is assigned for ${span(assignment)}`;
      return [inCaseOf(index, assignment.bookingId, { code: 'STILL_ASSIGNED', message, ids: { room } })];
    }),
  );
}

/** A closed room may keep past assignments. */
function ahead(
  { snapshot }: CaseIndex,
  assignments: readonly AssignmentRecord[],
): readonly AssignmentRecord[] {
  return assignments.filter(({ slot }) => slot.end > snapshot.at);
}

/** Every room shows the right status; booking's replica agrees. */
export function checkRooms(index: CaseIndex): readonly Finding[] {
  const replicas = new Map(index.snapshot.replicas.map((replica) => [replica.id, replica]));
  return [
    ...index.snapshot.rooms.flatMap((room) => [
      ...checkStatus(index, room),
      ...checkReplica(index, room, replicas.get(room.id)),
    ]),
    ...index.snapshot.replicas
      .filter(({ id }) => !index.rooms.has(id))
      .map(({ id }) => ofRoom(index, id, 'REPLICA_DIFFERS', 'booking knows a room that does not exist')),
  ];
}

function ofRoom(
  index: CaseIndex,
  room: string,
  code: Finding['code'],
  message: string,
  changes: readonly (string | undefined)[] = [],
): Finding {
  const { last } = index.historyOf('room', room);
  return {
    code,
    message,
    ids: { room },
    correlationId: last?.correlationId,
    changedAt: latest([last?.at, ...changes]) ?? '',
  };
}

function span({ slot }: AssignmentRecord): string {
  return `${slot.start}–${slot.end}`;
}

function checkStatus(index: CaseIndex, room: RoomRecord): readonly Finding[] {
  const { id, status, statusSince, occupiedBy, assignments, deleted } = room;
  const { at } = index.snapshot;
  if (deleted)
    return status === 'CLOSED' ? [] : [ofRoom(index, id, 'ROOM_STATUS', `a deleted room is ${status}`)];
  if (status === 'CLOSED') return [];
  const covering = assignments.filter(({ slot }) => slot.start <= at && at < slot.end);
  const isRight =
    covering.length === 0
      ? status === 'EMPTY'
      : status === 'FULL' && covering.some((each) => each.bookingId === occupiedBy);
  if (isRight) return [];
  const passed = assignments.flatMap(({ slot }) => [slot.start, slot.end]).filter((each) => each <= at);
  const clock = covering[0] ? `FULL for the booking ${covering[0].bookingId}` : 'EMPTY';
  const door = status === 'FULL' ? `FULL for the booking ${occupiedBy}` : status;
  return [ofRoom(index, id, 'ROOM_STATUS', `it is ${door} and should be ${clock}`, [statusSince, ...passed])];
}

function checkReplica(
  index: CaseIndex,
  room: RoomRecord,
  replica: RoomReplica | undefined,
): readonly Finding[] {
  if (!replica) return [ofRoom(index, room.id, 'REPLICA_DIFFERS', 'booking does not know the room')];
  const pairs = {
    name: [room.name, replica.name],
    capacity: [room.capacity, replica.capacity],
    'hourly rate': [room.hourlyRate.amount, replica.hourlyRate.amount],
    currency: [room.hourlyRate.currency, replica.hourlyRate.currency],
    closed: [room.status === 'CLOSED', replica.closed],
    deleted: [room.deleted, replica.deleted],
  };
  const differ = Object.entries(pairs)
    .filter(([, [ours, theirs]]) => ours !== theirs)
    .map(([name, [ours, theirs]]) => `${name}: ${ours}, booking has ${theirs}`);
  return differ.length === 0 ? [] : [ofRoom(index, room.id, 'REPLICA_DIFFERS', differ.join('; '))];
}
