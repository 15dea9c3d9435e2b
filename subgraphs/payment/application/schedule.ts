import { unreachable } from '../../../platform/decisions/decision.ts';
import type { Instant } from '../../../platform/decisions/time.ts';
import { nextStep, type Step } from '../domain/payment-step.ts';
import type { Schedule } from './ports.ts';

const SECOND_MS = 1_000;
const DAY_MS = 86_400 * SECOND_MS;

/** A step that moves money is tried again at least this often, so that little time is lost once the provider is back. */
const LONGEST_PAUSE_MS = 10 * SECOND_MS;
/** Webhooks tell of changes at once; looking is for those that were lost. */
const WATCH_PENDING_MS = 5 * SECOND_MS;
const WATCH_REFUNDED_MS = 60 * SECOND_MS;
const LONGEST_WATCH_PAUSE_MS = DAY_MS;
/** While it is not known when an authorisation lapses. */
const WATCH_AUTHORIZED_MS = 3_600 * SECOND_MS;
/** The provider ends a lapsed authorisation a moment after its time. */
const LAPSE_GRACE_MS = 5 * SECOND_MS;
/** A refund that succeeded may still come back from the bank for about a month. */
const REFUND_MAY_FAIL_MS = 30 * DAY_MS;

/**
 * When a payment's next step is due.
 *
 * @param staleAfterMs how long a call to the provider may be in flight: nobody else takes the step up before
 */
export function createSchedule({ staleAfterMs }: { readonly staleAfterMs: number }): Schedule {
  function firstOf(step: Step, now: Instant): Instant {
    switch (step.type) {
      case 'authorize':
        return later(step.payment.requestedAt, staleAfterMs);
      case 'capture':
      case 'void':
        return now;
      case 'refund':
        return step.refund.notBefore;
      case 'watchAuthorization':
        return step.captureBefore
          ? later(step.captureBefore, LAPSE_GRACE_MS)
          : later(now, WATCH_AUTHORIZED_MS);
      case 'watchRefund':
        return later(now, step.refund.status === 'PENDING' ? WATCH_PENDING_MS : WATCH_REFUNDED_MS);
      default:
        return unreachable(step);
    }
  }

  return {
    first(payment, now) {
      const step = nextStep(payment);
      return step ? firstOf(step, now) : null;
    },

    again(payment, tries, now) {
      const step = nextStep(payment);
      if (!step) return null;
      const isWatch = step.type === 'watchAuthorization' || step.type === 'watchRefund';
      if (step.type === 'watchRefund' && later(step.refund.createdAt, REFUND_MAY_FAIL_MS) < now) return null;
      const longest = isWatch ? LONGEST_WATCH_PAUSE_MS : LONGEST_PAUSE_MS;
      return later(now, Math.max(staleAfterMs, Math.min(staleAfterMs * 2 ** (tries - 1), longest)));
    },
  };
}

function later(instant: Instant, ms: number): Instant {
  return new Date(Date.parse(instant) + ms).toISOString();
}
