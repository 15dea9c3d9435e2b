export const VIOLATION_KINDS = [
  /** Acknowledged, and not there or not what was acknowledged. */
  'lost',
  'double-booked',
  /** The provider has or holds money that no booking accounts for. */
  'charged without a booking',
  /** A booking stands for which the provider does not have the money. */
  'not charged',
  /** Neither on its way nor at its end. */
  'stuck',
  /** Something a client was told does not fit what is. */
  'told wrongly',
  /** Room, supplies and bookings disagree. */
  'room wrong',
  /** What `npm run audit` finds. */
  'auditor',
] as const;
export type ViolationKind = (typeof VIOLATION_KINDS)[number];

export type Violation = {
  readonly kind: ViolationKind;
  readonly what: string;
  readonly bookingId?: string | undefined;
  /** Of what last happened to the booking: finds it in the logs. */
  readonly correlationId?: string | undefined;
};

/** A booking that holds its slot: of these no two may overlap. */
export const SLOT_HOLDING_STATUSES: ReadonlySet<string> = new Set([
  'REQUESTED',
  'PAID',
  'CONFIRMED',
  'COMPLETED',
]);
/** A booking that stands: its money is ours. */
export const CONFIRMED_STATUSES: ReadonlySet<string> = new Set(['CONFIRMED', 'COMPLETED']);
