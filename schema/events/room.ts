import { z } from 'zod';
import { defineEvent } from '../../platform/messaging/event.ts';
import { customerReference, hostReference, money, slot } from './values.ts';

/**
 * A room after the event, with the shape of `Room` in the graph. Each event about the room itself
 * carries the whole room: a replica keeps the one with the highest version.
 */
const room = z.object({
  id: z.uuid(),
  /** Null for a room that belongs to nobody; missing in events from before rooms had hosts. */
  host: hostReference.nullish(),
  name: z.string(),
  description: z.string().nullable(),
  location: z.string().nullable(),
  capacity: z.int(),
  hourlyRate: money,
  /** An IANA time zone name. */
  timeZone: z.string(),
  /** Out of service: it accepts no new bookings. */
  closed: z.boolean(),
  deleted: z.boolean(),
});

const roomName = z.object({ id: z.uuid(), name: z.string() });
const status = z.enum(['EMPTY', 'FULL', 'CLOSED']);

/** A host offers a room. Subject: `room.registered.<roomId>` others alike. */
export const roomRegistered = defineEvent(
  'room',
  'registered',
  z.object({
    room,
    /** The supplies of the room; null for the standard supplies. */
    supplies: z.array(z.object({ name: z.string(), quantity: z.int() })).nullable(),
  }),
);
export const roomUpdated = defineEvent('room', 'updated', z.object({ room }));
/** The room is out of service. It accepts no new bookings and keeps those that it has. */
export const roomClosed = defineEvent('room', 'closed', z.object({ room, reason: z.string().nullable() }));
export const roomReopened = defineEvent('room', 'reopened', z.object({ room }));
/** The room belongs to another host from now on, with its bookings, payments and supplies. */
export const roomTransferred = defineEvent(
  'room',
  'transferred',
  z.object({ room, previousHost: hostReference.nullable() }),
);
export const roomDeleted = defineEvent('room', 'deleted', z.object({ room }));

/** The events about the room itself, by which a replica is kept up to date. */
export const roomSnapshotEvents = [
  roomRegistered,
  roomUpdated,
  roomClosed,
  roomReopened,
  roomTransferred,
  roomDeleted,
] as const;

const assignment = {
  room: roomName,
  booking: z.object({ id: z.uuid(), customer: customerReference }),
  slot,
};

/** The room is assigned to the booking: the payment can be captured. Subject: `room.assigned.<bookingId>`. */
export const roomAssigned = defineEvent('room', 'assigned', z.object(assignment));

/** The room is not, or no longer, assigned to the booking. Subject: `room.unassigned.<bookingId>`. */
export const roomUnassigned = defineEvent(
  'room',
  'unassigned',
  z.object({
    ...assignment,
    /** With the last two, the room cannot serve the booking: it is to be cancelled and refunded. */
    reason: z.enum(['BOOKING_CANCELLED', 'ROOM_CLOSED', 'ROOM_DELETED']),
  }),
);

/** The status of the room from now on. The first one follows the registration. */
export const roomStatusChanged = defineEvent(
  'room',
  'statusChanged',
  z.object({
    room: roomName,
    status,
    /** Null for the first. */
    previousStatus: status.nullable(),
    /** The booking that occupies the room or has just left it. */
    booking: z.object({ id: z.uuid() }).nullable(),
  }),
);
