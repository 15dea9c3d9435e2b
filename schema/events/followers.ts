import type { EventDefinition } from '../../platform/messaging/event.ts';
import {
  bookingActionRequired,
  bookingCancelled,
  bookingCompleted,
  bookingConfirmed,
  bookingPaid,
  bookingRejected,
  bookingRequested,
  bookingTransferred,
  customerErased,
} from './booking.ts';
import {
  bookmarkAdded,
  bookmarkRemoved,
  courseDeleted,
  courseRegistered,
  courseUpdated,
  liked,
  reviewDeleted,
  reviewWritten,
  unliked,
} from './community.ts';
import type { CONTEXTS } from './contexts.ts';
import { messageSent, messagesRead } from './notification.ts';
import {
  paymentActionRequired,
  paymentAuthorized,
  paymentCaptured,
  paymentDeclined,
  paymentDisputed,
  paymentRefunded,
  paymentRefundFailed,
  paymentRefundRetried,
  paymentVoided,
} from './payment.ts';
import {
  roomAssigned,
  roomDeleted,
  roomRegistered,
  roomSnapshotEvents,
  roomStatusChanged,
  roomTransferred,
  roomUnassigned,
  roomUpdated,
} from './room.ts';
import { supplySnapshotEvents } from './supplies.ts';

type Context = (typeof CONTEXTS)[number];

/** The events that each service reacts to. It may read no others; a test compares them with its reactions. */
export const FOLLOWED_EVENTS = {
  booking: [
    ...roomSnapshotEvents,
    roomUnassigned,
    paymentAuthorized,
    paymentDeclined,
    paymentCaptured,
    paymentVoided,
    paymentRefunded,
    ...supplySnapshotEvents,
    liked,
    bookmarkAdded,
    reviewWritten,
  ],
  payment: [...roomSnapshotEvents, roomAssigned, bookingRejected, bookingCancelled, customerErased],
  room: [bookingPaid, bookingCancelled, bookingRejected, customerErased, ...supplySnapshotEvents],
  supplies: [roomRegistered, roomTransferred, roomDeleted],
  community: [...roomSnapshotEvents, customerErased],
  notification: [
    roomRegistered,
    roomUpdated,
    roomAssigned,
    roomUnassigned,
    bookingConfirmed,
    bookingRejected,
    bookingCancelled,
    customerErased,
    paymentRefunded,
    bookmarkAdded,
    bookmarkRemoved,
  ],
  view: [
    ...roomSnapshotEvents,
    roomStatusChanged,
    bookingRequested,
    bookingActionRequired,
    bookingPaid,
    bookingConfirmed,
    bookingRejected,
    bookingCancelled,
    bookingCompleted,
    bookingTransferred,
    customerErased,
    paymentActionRequired,
    paymentAuthorized,
    paymentDeclined,
    paymentCaptured,
    paymentVoided,
    paymentRefunded,
    paymentRefundFailed,
    paymentRefundRetried,
    paymentDisputed,
    ...supplySnapshotEvents,
    courseRegistered,
    courseUpdated,
    courseDeleted,
    liked,
    unliked,
    bookmarkAdded,
    bookmarkRemoved,
    reviewWritten,
    reviewDeleted,
    messageSent,
    messagesRead,
  ],
} as const satisfies Readonly<Record<string, readonly EventDefinition[]>>;

/** The contexts whose events the router sends to subscribers; a test compares them with the graph. */
export const LIVE_CONTEXTS = ['room', 'booking', 'notification'] as const satisfies readonly Context[];

/** The service that erases people from the streams of all contexts. */
export const ERASING_SERVICE = 'booking' satisfies keyof typeof FOLLOWED_EVENTS;
