import { z } from 'zod';
import type { Cause } from '../../../platform/decisions/cause.ts';
import { unreachable } from '../../../platform/decisions/decider.ts';
import {
  type DesiredOutcome,
  isCaptured,
  type Payment,
  type PaymentStatus,
  releaseOf,
  type VoidReason,
} from '../domain/payment.ts';

export type PaymentRow = {
  booking_id: string;
  id: string;
  /** Null in rows from before payments knew their rooms. */
  room_id: string | null;
  revision: number;
  version: number;
  status: PaymentStatus;
  customer_id: string;
  amount: number;
  currency: string;
  requested_at: string;
  request_correlation_id: string;
  payment_method: string | null;
  /** The desired outcome. */
  wish: DesiredOutcome;
  intent_id: string | null;
  capture_before: string | null;
  action: unknown;
  decline_code: string | null;
  void_reason: VoidReason | null;
  refunds: unknown;
  dispute: unknown;
  attempts: number;
  correlation_id: string;
  causation_id: string;
  traceparent: string | null;
};

/** The columns of a `PaymentRow`, for a SELECT from payments. */
export const PAYMENT_COLUMNS = `booking_id, id, room_id, revision, version, status, customer_id, amount, currency, requested_at,
  request_correlation_id, payment_method, wish, intent_id, capture_before, action, decline_code, void_reason, refunds, dispute, attempts,
  correlation_id, causation_id, traceparent`;

const storedMoney = z.object({ amount: z.int(), currency: z.string() });

const storedRefunds = z.array(
  z.object({
    id: z.string(),
    amount: storedMoney,
    status: z.enum(['PENDING', 'SUCCEEDED', 'FAILED']),
    // Refunds from before there were others have neither.
    origin: z.enum(['SERVICE', 'STAFF', 'PROVIDER', 'ELSEWHERE']).default('SERVICE'),
    reason: z.string().nullable().default(null),
    providerId: z.string().nullable(),
    createdAt: z.string(),
    notBefore: z.string(),
  }),
);

const storedAction = z.object({ clientSecret: z.string(), redirectUrl: z.string().nullable() });

const storedDispute = z
  .object({
    providerId: z.string(),
    status: z.enum(['INQUIRY', 'NEEDS_RESPONSE', 'UNDER_REVIEW', 'WON', 'LOST', 'CLOSED']),
    reason: z.string(),
    amount: storedMoney,
    openedAt: z.string(),
  })
  .nullable();

export function toPayment(row: PaymentRow): Payment {
  const details = {
    id: row.id,
    bookingId: row.booking_id,
    roomId: row.room_id,
    customerId: row.customer_id,
    amount: { amount: row.amount, currency: row.currency },
    requestedAt: row.requested_at,
    correlationId: row.request_correlation_id,
  };
  const { status, wish: desiredOutcome, intent_id: intentId } = row;
  switch (status) {
    case 'REQUESTED':
      return { ...details, status, desiredOutcome, paymentMethod: present(row, 'payment_method') };
    case 'ABANDONED':
      return { ...details, status };
    case 'REQUIRES_ACTION': {
      const action = storedAction.parse(row.action);
      return { ...details, status, desiredOutcome, intentId: present(row, 'intent_id'), action };
    }
    case 'DECLINED':
      return { ...details, status, declineCode: present(row, 'decline_code'), intentId };
    case 'AUTHORIZED':
      return { ...details, status, desiredOutcome, intentId, captureBefore: row.capture_before };
    case 'VOIDED':
      return { ...details, status, intentId, reason: present(row, 'void_reason') };
    case 'CAPTURED':
    case 'REFUNDED':
    case 'REFUND_FAILED':
      return {
        ...details,
        status,
        intentId,
        desiredOutcome: releaseOf(desiredOutcome) ?? null,
        refunds: storedRefunds.parse(row.refunds),
        dispute: storedDispute.parse(row.dispute),
      };
    default:
      return unreachable(status);
  }
}

export function causeIn({ correlation_id, causation_id, traceparent }: PaymentRow): Cause {
  return {
    correlationId: correlation_id,
    causationId: causation_id,
    ...(traceparent ? { traceparent } : {}),
  };
}

/** The values of `CHANGING_COLUMNS`, in their order. */
export function changingValues(payment: Payment): readonly unknown[] {
  const captured = isCaptured(payment) ? payment : undefined;
  return [
    payment.status,
    'desiredOutcome' in payment ? payment.desiredOutcome : null,
    'intentId' in payment ? payment.intentId : null,
    payment.status === 'AUTHORIZED' ? payment.captureBefore : null,
    payment.status === 'REQUIRES_ACTION' ? JSON.stringify(payment.action) : null,
    payment.status === 'DECLINED' ? payment.declineCode : null,
    payment.status === 'VOIDED' ? payment.reason : null,
    JSON.stringify(captured?.refunds ?? []),
    captured?.dispute ? JSON.stringify(captured.dispute) : null,
  ];
}

export const CHANGING_COLUMNS = [
  'status',
  'wish',
  'intent_id',
  'capture_before',
  'action',
  'decline_code',
  'void_reason',
  'refunds',
  'dispute',
] as const;

function present<Column extends keyof PaymentRow>(
  row: PaymentRow,
  column: Column,
): NonNullable<PaymentRow[Column]> {
  const value = row[column];
  if (value === null || value === undefined)
    throw new Error(`The payment ${row.id} is ${row.status} but has no ${column}`);
  return value;
}
