import { newId } from '../../../platform/identifiers.ts';
import type { DataOf, EventDefinition } from '../../../platform/messaging/event.ts';
import {
  bookingCancelled,
  bookingConfirmed,
  bookingPaid,
  bookingRequested,
} from '../../../schema/events/booking.ts';
import type { courseRegistered, liked } from '../../../schema/events/community.ts';
import { messageSent } from '../../../schema/events/notification.ts';
import type { paymentAuthorized } from '../../../schema/events/payment.ts';
import { roomRegistered, roomStatusChanged } from '../../../schema/events/room.ts';
import { suppliesProvisioned } from '../../../schema/events/supplies.ts';

/** An event as the streams carry it, with its definition. */
export type ViewEvent = {
  readonly id: string;
  readonly definition: EventDefinition;
  readonly aggregateId: string;
  readonly version: number;
  readonly time: string;
  readonly data: unknown;
};

/** The mailbox of the customer of the tests, as the streams name it. */
export const MAILBOX = newId();

/** An instant on the day of the tests, such as `at('09:30')`. */
export function at(time: string): string {
  return `2030-05-01T${time}:00.000Z`;
}

/** An event of an aggregate. */
export function eventOf<Definition extends EventDefinition>(
  definition: Definition,
  aggregateId: string,
  version: number,
  data: DataOf<Definition>,
  time = at('08:00'),
): ViewEvent {
  return { id: newId(), definition, aggregateId, version, time, data };
}

type RoomData = DataOf<typeof roomRegistered>['room'];
type BookingData = DataOf<typeof bookingPaid>['booking'];
type PaymentData = DataOf<typeof paymentAuthorized>['payment'];
type CourseData = DataOf<typeof courseRegistered>['course'];
type TargetData = DataOf<typeof liked>['target'];

/** A room of the host henry as its events carry it, unless the fields differ. */
export function roomOf(fields: Partial<RoomData> = {}): RoomData {
  return {
    id: newId(),
    host: { id: 'henry' },
    name: 'Han',
    description: null,
    location: 'Seoul, 3rd floor',
    capacity: 8,
    hourlyRate: { amount: 1_000, currency: 'KRW' },
    timeZone: 'Asia/Seoul',
    closed: false,
    deleted: false,
    ...fields,
  };
}

/** The two events of a room's registration. */
export function registrationOf(room: RoomData, time = at('08:00')): readonly ViewEvent[] {
  return [
    eventOf(roomRegistered, room.id, 1, { room, supplies: null }, time),
    statusOf(room, 2, 'EMPTY', null, time),
  ];
}

/** A change of a room's status. */
export function statusOf(
  { id, name }: Pick<RoomData, 'id' | 'name'>,
  version: number,
  status: 'EMPTY' | 'FULL' | 'CLOSED',
  bookingId: string | null,
  time: string,
): ViewEvent {
  const booking = bookingId === null ? null : { id: bookingId };
  const data = { room: { id, name }, status, previousStatus: null, booking };
  return eventOf(roomStatusChanged, id, version, data, time);
}

/** A booking of alice from 09:00 to 10:00, unless the fields differ. */
export function bookingOf(fields: Partial<BookingData> = {}): BookingData {
  return {
    id: newId(),
    status: 'PAID',
    room: { id: newId(), name: 'Han', host: { id: 'henry' } },
    customer: { id: 'alice' },
    slot: { start: at('09:00'), end: at('10:00') },
    price: { amount: 1_000, currency: 'KRW' },
    requestedAt: at('08:00'),
    cancelledAt: null,
    cancellationReason: null,
    ...fields,
  };
}

const PATH = [
  [bookingRequested, 'REQUESTED'],
  [bookingPaid, 'PAID'],
  [bookingConfirmed, 'CONFIRMED'],
] as const;

/** The events of a booking up to its confirmation, or to its cancellation after that. */
export function storyOf(booking: BookingData, end?: 'CANCELLED'): readonly ViewEvent[] {
  const path = PATH.map(([definition, status], index) =>
    eventOf(definition, booking.id, index + 1, { booking: { ...booking, status } }),
  );
  if (end === undefined) return path;
  const cancelled = { booking: { ...booking, status: end }, cancelledBy: 'CUSTOMER' } as const;
  return [...path, eventOf(bookingCancelled, booking.id, path.length + 1, cancelled)];
}

/** The payment of a booking. */
export function paymentOf(bookingId: string, fields: Partial<PaymentData> = {}): PaymentData {
  return {
    id: newId(),
    status: 'AUTHORIZED',
    amount: { amount: 1_000, currency: 'KRW' },
    booking: { id: bookingId },
    customer: { id: 'alice' },
    ...fields,
  };
}

/** A message to a customer, after which so many are unread. */
export function messageOf(customerId: string, version: number, unreadCount: number): ViewEvent {
  return eventOf(messageSent, MAILBOX, version, {
    customer: { id: customerId },
    unreadCount,
    id: newId(),
    kind: 'BOOKING_CONFIRMED',
    text: 'Your booking is confirmed.',
    booking: { id: newId() },
    target: null,
    createdAt: at('08:00'),
    readAt: null,
  });
}

/** The first stock of a room: names with their quantities. */
export function stockOf(roomId: string, quantities: Readonly<Record<string, number>>): ViewEvent {
  const supplies = Object.entries(quantities).map(([name, quantity]) => ({
    id: newId(),
    name,
    quantity,
    updatedAt: at('08:00'),
  }));
  return eventOf(suppliesProvisioned, roomId, 1, { room: { id: roomId }, supplies });
}

/** A course of the host henry with one stop, unless the fields differ. */
export function courseOf(fields: Partial<CourseData> = {}): CourseData {
  return {
    id: newId(),
    host: { id: 'henry' },
    title: 'Along the river',
    description: null,
    stops: [{ name: 'Bridge', note: null, roomId: null }],
    open: true,
    deleted: false,
    ...fields,
  };
}

/** A room or a course as the events about opinions carry it: nobody has one, unless the fields differ. */
export function targetOf(type: TargetData['type'], id: string, fields: Partial<TargetData> = {}): TargetData {
  return {
    type,
    id,
    name: 'Han',
    host: { id: 'henry' },
    likeCount: 0,
    bookmarkCount: 0,
    reviewCount: 0,
    rating: null,
    ...fields,
  };
}
