import { unreachable } from '../../../platform/decisions/decider.ts';
import { newId } from '../../../platform/identifiers.ts';
import { parseTraceparent } from '../../../platform/telemetry/trace-context.ts';
import { inEntrySpan } from '../../../platform/telemetry/tracing.ts';
import type { PaymentCommand } from '../domain/payment-decide.ts';
import { commandFor, referenceOf } from './authorization-outcome.ts';
import type { ComparePayment } from './compare-payment.ts';
import type {
  AuthorizationAnswer,
  CaptureAnswer,
  Dependencies,
  DuePayment,
  IntentAnswer,
  RefundAnswer,
} from './ports.ts';
import { nextStep, type Step } from './settlement-plan.ts';

type ProviderAnswer = AuthorizationAnswer | CaptureAnswer | IntentAnswer | RefundAnswer;

/**
 * Takes the next step of a due payment at the provider and records its result. A step without a certain
 * result stays due, and the queue returns the payment later.
 */
export function createSettlePayment({
  handlePayment,
  provider,
  inFlight,
  comparePayment,
  clock,
  log,
}: Pick<Dependencies, 'handlePayment' | 'provider' | 'inFlight' | 'clock' | 'log'> & {
  readonly comparePayment: ComparePayment;
}) {
  return async (due: DuePayment): Promise<void> => {
    const step = nextStep(due.payment);
    if (!step) return;
    await inFlight.track(due.payment.bookingId, () =>
      inEntrySpan(
        () => ({
          name: `settle ${step.type}`,
          kind: 'internal',
          parent: parseTraceparent(due.cause.traceparent),
        }),
        () => settle(step, due),
      ),
    );
  };

  async function settle(step: Step, due: DuePayment): Promise<void> {
    const command = await perform(step, due);
    if (!command) return;
    await handlePayment(due.payment.bookingId, () => command, { cause: due.cause });
  }

  async function perform(step: Step, due: DuePayment): Promise<PaymentCommand | undefined> {
    const { payment, attempt } = due;
    const reference = referenceOf(payment);
    function logged<Answer extends ProviderAnswer>(answer: Answer): Answer {
      logAnswer(answer, step, due);
      return answer;
    }
    switch (step.type) {
      case 'authorize': {
        const { amount, paymentMethod, requestedAt } = step.payment;
        const answer = logged(await provider.authorize({ reference, amount, paymentMethod, requestedAt }));
        return commandFor(answer, { at: clock(), newRefundId: newId(), isFirst: false });
      }
      case 'capture': {
        const answer = logged(await provider.capture({ reference, intentId: step.intentId, attempt }));
        return answer.kind === 'declined'
          ? { type: 'recordCaptureRefusal', at: clock() }
          : recordIntent(answer);
      }
      case 'void':
        return recordIntent(logged(await provider.cancel({ reference, intentId: step.intentId, attempt })));
      case 'watchAction':
      case 'watchAuthorization':
        return recordIntent(logged(await provider.intent(step.intentId)));
      case 'refund': {
        const refundId = step.refund.id;
        const { amount } = step.refund;
        const answer = logged(
          await provider.refund({ reference, intentId: step.intentId, refundId, amount }),
        );
        if (answer.kind !== 'exceeds') return recordRefund(refundId, answer);
        // The rest can be computed only when the other refunds are known.
        if (!(await comparePayment(payment, due.cause))) return undefined;
        const refund = { providerId: null, status: 'FAILED', reason: answer.code } as const;
        return recordRefund(refundId, { kind: 'ok', refund });
      }
      case 'watchRefund':
        return recordRefund(step.refund.id, logged(await provider.refundStatus(step.providerId)));
      default:
        return unreachable(step);
    }
  }

  function recordIntent(answer: IntentAnswer): PaymentCommand | undefined {
    if (answer.kind !== 'ok') return undefined;
    return { type: 'recordIntent', at: clock(), intent: answer.intent, newRefundId: newId() };
  }

  function recordRefund(refundId: string, answer: RefundAnswer): PaymentCommand | undefined {
    if (answer.kind !== 'ok') return undefined;
    return { type: 'recordRefund', at: clock(), refundId, refund: answer.refund, newRefundId: newId() };
  }

  function logAnswer(answer: ProviderAnswer, step: Step, { payment, attempt, cause }: DuePayment): void {
    const { id: paymentId, bookingId } = payment;
    const line = { step: step.type, attempt, paymentId, bookingId, correlationId: cause.correlationId };
    if (answer.kind === 'refused' || answer.kind === 'unknown')
      log.warn({ ...line, ...answer }, 'the payment provider gave no outcome; the step is retried later');
    else log.debug({ ...line, answer: answer.kind }, 'the payment provider answered');
  }
}
