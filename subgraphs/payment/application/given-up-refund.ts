import type { CommandContext } from '../../../platform/idempotency/once.ts';
import {
  type InvalidInput,
  invalidInput,
  type NotFound,
  notFound,
  parseUuid,
  visibleTextProblem,
} from '../../../platform/input.ts';
import { storedText } from '../../../platform/text/visible.ts';
import { isCaptured, type PaymentState } from '../domain/payment.ts';
import type { PaymentCommand } from '../domain/payment-decide.ts';
import type { Dependencies, VisibleStatus } from './ports.ts';

export type RetryRefund = CommandContext & { readonly paymentId: string };
export type SettleRefund = RetryRefund & { readonly reason: string };

/** No refund of the payment was given up: its status. */
export type RefundNotGivenUp = { readonly kind: 'RefundNotGivenUp'; readonly status: VisibleStatus };
export type RetryRefundOutcome =
  | { readonly kind: 'RetryRefundSuccess'; readonly paymentId: string }
  | RefundNotGivenUp
  | NotFound;
export type SettleRefundOutcome =
  | { readonly kind: 'SettleRefundSuccess'; readonly paymentId: string }
  | RefundNotGivenUp
  | NotFound
  | InvalidInput;

const LONGEST_REASON = 1_000;

type Parts = Pick<Dependencies, 'handlePayment' | 'queries' | 'clock'>;

/** Tries a refund again that was given up. The id of the command becomes that of the refund. */
export function createRetryRefund(parts: Parts) {
  return async ({ paymentId, attempt, cause }: RetryRefund): Promise<RetryRefundOutcome> => {
    const { commandId } = attempt;
    const command = { type: 'retryRefund', at: parts.clock(), newRefundId: commandId } as const;
    const result = await handleGivenUp(parts, paymentId, command, cause);
    return result.kind === 'Done' ? { ...result, kind: 'RetryRefundSuccess' } : result;
  };
}

/** Notes that money whose refund was given up went back otherwise. */
export function createSettleRefund(parts: Parts) {
  return async ({ paymentId, reason, attempt, cause }: SettleRefund): Promise<SettleRefundOutcome> => {
    const refusal = invalidInput(visibleTextProblem('reason', reason, LONGEST_REASON));
    if (refusal) return refusal;
    const { commandId } = attempt;
    const noted = { at: parts.clock(), newRefundId: commandId, reason: storedText(reason) };
    const result = await handleGivenUp(parts, paymentId, { type: 'settleRefund', ...noted }, cause);
    return result.kind === 'Done' ? { ...result, kind: 'SettleRefundSuccess' } : result;
  };
}

async function handleGivenUp(
  { handlePayment, queries }: Parts,
  paymentId: string,
  command: Extract<PaymentCommand, { type: 'retryRefund' | 'settleRefund' }>,
  cause: CommandContext['cause'],
): Promise<{ readonly kind: 'Done'; readonly paymentId: string } | RefundNotGivenUp | NotFound> {
  const id = parseUuid(paymentId);
  const [payment] = id === undefined ? [] : await queries.byIds([id]);
  if (!payment) return notFound(paymentId);
  const handled = await handlePayment(payment.bookingId, () => command, {
    cause: { ...cause, causationId: command.newRefundId },
  });
  const state = handled.accepted ? handled.state : undefined;
  // Another attempt at this command may have done it.
  if (hasRefund(state, command.newRefundId)) return { kind: 'Done', paymentId: payment.id };
  return { kind: 'RefundNotGivenUp', status: payment.status };
}

function hasRefund(state: PaymentState, id: string): boolean {
  return isCaptured(state) && state.refunds.some((refund) => refund.id === id);
}
