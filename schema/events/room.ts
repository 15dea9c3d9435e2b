import { z } from 'zod';
import { defineEvent } from '../../platform/messaging/event.ts';
import { customerReference, money, slot } from './values.ts';

/**
 * A room as it stands after the event, shaped like `Room` in the graph. Every event about the room itself
 * carries all of it, so that a replica takes the one with the highest version and needs nothing else.
 */
const room = z.object({
  id: z.uuid(),
  name: z.string(),
  description: z.string().nullable(),
  location: z.string().nullable(),
  capacity: z.int(),
  hourlyRate: money,
  /** IANA name. */
  timeZone: z.string(),
  /** Out of service: it takes no new bookings. */
  closed: z.boolean(),
  deleted: z.boolean(),
});

const roomName = z.object({ id: z.uuid(), name: z.string() });
const status = z.enum(['EMPTY', 'FULL', 'CLOSED']);

/** A host offers a room. Subject: `room.registered.<roomId>` and so on for the others. */
export const roomRegistered = defineEvent(
  'room',
  'registered',
  z.object({
    room,
    /** What the room is to be stocked with; null for the standard supplies. */
    supplies: z.array(z.object({ name: z.string(), quantity: z.int() })).nullable(),
  }),
);
export const roomUpdated = defineEvent('room', 'updated', z.object({ room }));
/** Taken out of service: no new bookings. Those that it has stay. */
export const roomClosed = defineEvent('room', 'closed', z.object({ room, reason: z.string().nullable() }));
export const roomReopened = defineEvent('room', 'reopened', z.object({ room }));
export const roomDeleted = defineEvent('room', 'deleted', z.object({ room }));

const assignment = {
  room: roomName,
  booking: z.object({ id: z.uuid(), customer: customerReference }),
  slot,
};

/** The room is kept for the booking: its money may be captured. */
export const roomAssigned = defineEvent('room', 'assigned', z.object(assignment));

/** The booking has no room, or has it no longer. */
export const roomUnassigned = defineEvent(
  'room',
  'unassigned',
  z.object({
    ...assignment,
    /** With the last two the booking could not be served: it is to be cancelled and its money given back. */
    reason: z.enum(['BOOKING_CANCELLED', 'ROOM_CLOSED', 'ROOM_DELETED']),
  }),
);

/** What the room's door says from now on; the first one comes with the registration. */
export const roomStatusChanged = defineEvent(
  'room',
  'statusChanged',
  z.object({
    room: roomName,
    status,
    /** Null for the first. */
    previousStatus: status.nullable(),
    /** The booking that the room is in use for, or that has just left it. */
    booking: z.object({ id: z.uuid() }).nullable(),
  }),
);
