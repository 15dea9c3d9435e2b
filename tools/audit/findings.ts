/** Every rule by its code, with what it requires of the system. `docs/audit.md` lists them in these words. */
export const RULES = {
  DOUBLE_BOOKED: 'two bookings hold one room at one instant',
  DOUBLE_ASSIGNED: 'a room is assigned to two bookings at one instant',
  STUCK_REQUESTED: 'a booking waits for its payment for longer than it may',
  STUCK_PAID: 'a paid booking is neither confirmed nor cancelled',
  NOT_COMPLETED: 'a confirmed booking is not completed although its slot has passed',
  COMPLETED_TOO_EARLY: 'a booking is completed although its slot has not passed',
  BOOKING_WITHOUT_MONEY:
    'a booking is confirmed but its money is not captured (or, while paid, not authorised)',
  MONEY_WITHOUT_BOOKING: 'the provider holds authorised or captured money that belongs to no booking',
  CHARGED_TWICE: 'the provider holds money of one payment twice',
  PAYMENT_WITHOUT_BOOKING: 'a payment belongs to no booking',
  TWO_PAYMENTS: 'a booking has two payments',
  PAYMENT_STUCK: 'pending work at the provider is not done',
  PRICE_DIFFERS: 'amount, currency or customer of booking, payment and provider differ',
  LEDGER_DIFFERS: 'the state of a payment or refund differs at the provider',
  INTENT_MISSING: 'the provider does not know the intent of a payment',
  INTENT_UNKNOWN: 'the provider has an intent that we do not know',
  REFUND_UNKNOWN: 'the provider has a refund that we do not know',
  REFUND_MISSING: 'the provider does not know a refund that it accepted',
  DISPUTE_UNKNOWN: 'the latest dispute of a payment at the provider is not noted here',
  NOT_ASSIGNED: 'a booking is confirmed but its room is not assigned',
  STILL_ASSIGNED: 'a room is assigned to a booking that is not confirmed',
  ROOM_UNKNOWN: 'a booking is for a room that does not exist',
  ROOM_STATUS: 'a room’s status does not match the time and its assignments',
  REPLICA_DIFFERS: 'a replica of a room differs from the room',
  SUPPLIES_MISSING: 'a room has no supplies',
  SUPPLIES_LEFT: 'a deleted room has supplies',
  SUPPLIES_WITHOUT_ROOM: 'there are supplies of a room that does not exist',
  COUNT_DIFFERS: 'a count of likes, bookmarks or reviews is not the size of its set',
  ENGAGEMENT_LEFT: 'a deleted room or course has reviews, likes or bookmarks',
  MESSAGE_MISSING: 'a change of a booking, of a room’s use or of a bookmark has no message',
  MESSAGE_TWICE: 'a change has two messages',
  MESSAGE_MISADDRESSED: 'a message is to another customer than the one whom the change concerns',
  MESSAGE_DIFFERS: 'a message tells something else than what has changed',
  MESSAGE_WITHOUT_EVENT: 'a message is about nothing that has happened',
  MESSAGES_MISCOUNTED: 'a customer’s count of messages is not their number',
  MESSAGES_LOST: 'a customer’s messages are not the newest 1,000 that were sent',
  VIEW_BEHIND: 'a view lacks the last event about one of its rows',
  VIEW_DIFFERS: 'a row of a view differs from the facts',
  VIEW_WITHOUT_FACT: 'a view has a row of nothing that exists, or of no version that exists',
  NOT_PUBLISHED: 'an event waits to be published',
  EVENTS_MISSING: 'an aggregate’s events have a gap, or their number is not its version',
  STATE_DIFFERS: 'a booking or payment does not match its last event',
  RECORD_MISSING: 'there are events of a missing booking, payment, room, course or customer',
  STREAM_MISSING_EVENTS: 'a stream lacks events that were published to it',
  STREAM_UNKNOWN_EVENTS: 'a stream has events that no service knows',
} as const;

/** Facts worth knowing that violate no rule. */
export const NOTICES = {
  CLAIM_UNSETTLED: 'an idempotency key was claimed by an unfinished attempt; the same request settles it',
  STREAM_DUPLICATES: 'a stream has an event more than once; consumers recognise it by its id',
  REFUND_FAILED: 'money could not be refunded; a person has to decide',
  DISPUTED: 'a customer denies a payment to their bank; a person has to answer',
  REFUND_PENDING: 'a refund is in progress at the provider',
} as const;

export type Rule = keyof typeof RULES;
export type Notice = keyof typeof NOTICES;
export type Code = Rule | Notice;

/** A violation of a rule. */
export type Finding = {
  readonly code: Code;
  /** What is wrong in this case, in one line. */
  readonly message: string;
  /** The ids that it concerns, by kind: booking, payment, intent, room … */
  readonly ids: Readonly<Record<string, string>>;
  readonly correlationId?: string | undefined;
  /**
   * When the case changed last, or is planned to change. Within the settle time after that, the finding may
   * be transient. Undefined for what is wrong at any time.
   */
  readonly changedAt: string | undefined;
};

export type Verdict = {
  readonly violations: readonly Finding[];
  /** Findings that may be transient. */
  readonly settling: readonly Finding[];
  readonly notices: readonly Finding[];
};

/**
 * Separates violations from findings that may still settle.
 *
 * @param at when reading began
 * @param settleMs how long a case may stay unsettled after its last change, in milliseconds
 */
export function judge(findings: readonly Finding[], at: string, settleMs: number): Verdict {
  const since = new Date(Date.parse(at) - settleMs).toISOString();
  const real = findings.filter(({ code }) => !isNotice(code));
  const isSettling = ({ changedAt }: Finding) => changedAt !== undefined && changedAt > since;
  return {
    violations: real.filter((finding) => !isSettling(finding)),
    settling: real.filter(isSettling),
    notices: findings.filter((finding) => isNotice(finding.code) && !isSettling(finding)),
  };
}

/** The same finding in another reading has the same key. */
export function keyOf({ code, ids }: Finding): string {
  return JSON.stringify([code, Object.entries(ids).sort()]);
}

export function isNotice(code: Code): code is Notice {
  return code in NOTICES;
}
