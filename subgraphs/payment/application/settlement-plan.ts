import type { Cause } from '../../../platform/decisions/cause.ts';
import { unreachable } from '../../../platform/decisions/decider.ts';
import { addMilliseconds, type Clock, type Instant } from '../../../platform/decisions/values.ts';
import { isOwn, type Payment, type Refund, type Requested, releaseOf } from '../domain/payment.ts';
import type { DuePayment, PaymentProvider } from './ports.ts';
import type { Worker } from './worker.ts';

/** A request to the provider. The watching steps detect changes that the provider makes by itself. */
export type Step =
  | { readonly type: 'authorize'; readonly payment: Requested }
  | { readonly type: 'capture'; readonly intentId: string }
  | { readonly type: 'void'; readonly intentId: string }
  | { readonly type: 'refund'; readonly intentId: string; readonly refund: Refund }
  | { readonly type: 'watchAction'; readonly intentId: string }
  | { readonly type: 'watchAuthorization'; readonly intentId: string; readonly captureBefore: Instant | null }
  | { readonly type: 'watchRefund'; readonly providerId: string; readonly refund: Refund };

/** The next step of a changed payment, to be stored with it. */
export type PlannedStep = {
  /** When a worker claims the payment; null when there is no step. */
  readonly dueAt: Instant | null;
  /** The number of attempts that have been started: 1 when this process starts the step, otherwise 0. */
  readonly attempts: number;
  /** Starts the step here, or wakes the worker when the step is due. Call it after the payment is stored. */
  start(): void;
  /** Frees the reserved slot of a step that has not been started. */
  release(): void;
};

export type SettlementPlan = {
  /**
   * Plans the next step of a changed payment, and reserves a slot of the worker for a step that is due at
   * once.
   */
  plan(payment: Payment, cause: Cause): PlannedStep;
  /** When the step is due again after a number of attempts without a result; null when it is not repeated. */
  retryAt(payment: Payment, attempts: number, now: Instant): Instant | null;
};

const SECOND_MS = 1_000;
const DAY_MS = 86_400 * SECOND_MS;

/**
 * The longest pause between attempts to move money: it delays the settlement once the provider works again.
 */
const MAX_RETRY_PAUSE_MS = 10 * SECOND_MS;
/** The first pauses of the watching steps. They are long because webhooks report most changes at once. */
const WATCH_PENDING_MS = 5 * SECOND_MS;
const WATCH_ACTION_MS = 10 * SECOND_MS;
/** The customer waits for the booking, so that a lost webhook is made up for soon. */
const MAX_ACTION_PAUSE_MS = 60 * SECOND_MS;
const WATCH_REFUNDED_MS = 60 * SECOND_MS;
const MAX_WATCH_PAUSE_MS = DAY_MS;
/** The longest pauses between the attempts at a step. */
const LONGEST_PAUSES_MS: Readonly<Record<Step['type'], number>> = {
  authorize: MAX_RETRY_PAUSE_MS,
  capture: MAX_RETRY_PAUSE_MS,
  void: MAX_RETRY_PAUSE_MS,
  refund: MAX_RETRY_PAUSE_MS,
  watchAction: MAX_ACTION_PAUSE_MS,
  watchAuthorization: MAX_WATCH_PAUSE_MS,
  watchRefund: MAX_WATCH_PAUSE_MS,
};
/** The pause before an authorisation without a known end is watched. */
const WATCH_AUTHORIZED_MS = 3_600 * SECOND_MS;
/** The provider ends an authorisation a moment after it has lapsed. */
const LAPSE_GRACE_MS = 5 * SECOND_MS;
/** The bank may return a successful refund for about a month. */
const REFUND_MAY_FAIL_MS = 30 * DAY_MS;

/**
 * Decides which step of a payment is due when and who starts it.
 *
 * @param staleAfterMs the longest time that a call to the provider is in flight: the step is not repeated
 *   earlier
 * @param slots the slots of this process's worker. The writer of a step that is due starts it in a free
 *   slot, which saves the worker from claiming it.
 */
export function createSettlementPlan({
  staleAfterMs,
  provider,
  slots,
  clock,
}: {
  readonly staleAfterMs: number;
  readonly provider: Pick<PaymentProvider, 'availablePermits'>;
  readonly slots: Pick<Worker<DuePayment>, 'reserve' | 'wake'>;
  readonly clock: Clock;
}): SettlementPlan {
  function dueAtFirst(step: Step, now: Instant): Instant {
    switch (step.type) {
      case 'authorize':
        return addMilliseconds(step.payment.requestedAt, staleAfterMs);
      case 'capture':
      case 'void':
        return now;
      case 'refund':
        return step.refund.notBefore;
      case 'watchAction':
        return addMilliseconds(now, WATCH_ACTION_MS);
      case 'watchAuthorization':
        return step.captureBefore
          ? addMilliseconds(step.captureBefore, LAPSE_GRACE_MS)
          : addMilliseconds(now, WATCH_AUTHORIZED_MS);
      case 'watchRefund':
        return addMilliseconds(now, step.refund.status === 'PENDING' ? WATCH_PENDING_MS : WATCH_REFUNDED_MS);
      default:
        return unreachable(step);
    }
  }

  function retryAt(payment: Payment, attempts: number, now: Instant): Instant | null {
    const step = nextStep(payment);
    if (!step) return null;
    if (step.type === 'watchRefund' && addMilliseconds(step.refund.createdAt, REFUND_MAY_FAIL_MS) < now)
      return null;
    const pause = Math.min(staleAfterMs * 2 ** (attempts - 1), LONGEST_PAUSES_MS[step.type]);
    return addMilliseconds(now, Math.max(staleAfterMs, pause));
  }

  return {
    plan(payment, cause) {
      const step = nextStep(payment);
      const now = clock();
      const dueAt = step ? dueAtFirst(step, now) : null;
      const isDue = dueAt !== null && dueAt <= now;
      // A provider that fails gets no requests, and the attempts of the steps that wait for it do not count
      // up.
      const slot = isDue && provider.availablePermits() > 0 ? slots.reserve() : undefined;
      return {
        // A started step counts as claimed, so that the worker does not claim it.
        dueAt: slot ? retryAt(payment, 1, now) : dueAt,
        attempts: slot ? 1 : 0,
        start() {
          if (slot) slot.start({ payment, attempt: 1, cause });
          else if (isDue) slots.wake();
        },
        release: () => slot?.release(),
      };
    },
    retryAt,
  };
}

/** The next step at the provider; undefined when there is none. */
export function nextStep(payment: Payment): Step | undefined {
  switch (payment.status) {
    case 'REQUESTED':
      return { type: 'authorize', payment };
    case 'AUTHORIZED': {
      const { intentId, captureBefore, desiredOutcome } = payment;
      if (intentId === null) return undefined;
      if (desiredOutcome === 'CAPTURE') return { type: 'capture', intentId };
      if (releaseOf(desiredOutcome)) return { type: 'void', intentId };
      return { type: 'watchAuthorization', intentId, captureBefore };
    }
    case 'REQUIRES_ACTION': {
      const { intentId, desiredOutcome } = payment;
      return { type: releaseOf(desiredOutcome) ? 'void' : 'watchAction', intentId };
    }
    case 'DECLINED':
      return payment.intentId === null ? undefined : { type: 'void', intentId: payment.intentId };
    case 'CAPTURED':
    case 'REFUNDED':
      return refundStep(payment.intentId, payment.refunds);
    case 'ABANDONED':
    case 'VOIDED':
    case 'REFUND_FAILED':
      return undefined;
    default:
      return unreachable(payment);
  }
}

/**
 * The step of the last refund of this service that has not failed, otherwise of the last one of the provider.
 */
function refundStep(intentId: string | null, refunds: readonly Refund[]): Step | undefined {
  if (intentId === null) return undefined;
  const open = refunds.filter(({ status }) => status !== 'FAILED');
  const own = open.findLast(isOwn);
  if (own?.providerId === null) return { type: 'refund', intentId, refund: own };
  const refund = own ?? open.findLast(({ origin }) => origin === 'PROVIDER');
  const providerId = refund?.providerId;
  return refund && providerId ? { type: 'watchRefund', providerId, refund } : undefined;
}
