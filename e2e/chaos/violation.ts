export const VIOLATION_KINDS = [
  /** Acknowledged, but missing or different. */
  'lost',
  'double-booked',
  /** The provider holds money that no booking accounts for. */
  'charged without a booking',
  /** The provider lacks the money of a confirmed booking. */
  'not charged',
  /** Neither in progress nor finished. */
  'stuck',
  /** A client got an answer that contradicts the stores. */
  'wrong answer',
  /** Room, supplies and bookings disagree. */
  'room wrong',
  /** A view shows a client something else than the stores contain. */
  'view wrong',
  /** A customer lacks a message, has one twice, or has one about nothing that concerns them. */
  'message wrong',
  /** The instance did not come up after all of it was killed. */
  'not started',
  /** A violation found by `npm run audit`. */
  'auditor',
] as const;
export type ViolationKind = (typeof VIOLATION_KINDS)[number];

export type Violation = {
  readonly kind: ViolationKind;
  readonly what: string;
  readonly bookingId?: string | undefined;
  /** The correlation id of the booking's last event, for searching the logs. */
  readonly correlationId?: string | undefined;
};

/** Bookings with these statuses hold their slots and must not overlap. */
export const SLOT_HOLDING_STATUSES: ReadonlySet<string> = new Set([
  'REQUESTED',
  'PAID',
  'CONFIRMED',
  'COMPLETED',
]);
/** Bookings with these statuses are paid. */
export const CONFIRMED_STATUSES: ReadonlySet<string> = new Set(['CONFIRMED', 'COMPLETED']);
