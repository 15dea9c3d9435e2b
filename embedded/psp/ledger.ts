import type { Counters } from './counters.ts';
import type { DisputeChange } from './domain/dispute.ts';
import type { IntentEvent, PaymentIntent } from './domain/payment-intent.ts';
import { type Decision, lapseIntent } from './domain/payment-intent-decide.ts';
import { type RefundChange, settleRefund } from './domain/refund.ts';
import { newId } from './ids.ts';
import type { Chance } from './settings/chance.ts';
import type { Settings } from './settings/options.ts';
import type { LedgerEvent, Store } from './store/store.ts';

/** The request that caused a write; null if the provider acts by itself. */
export type Cause = LedgerEvent['request'];

/** Writes a decision together with its events and the webhooks they cause. Call it inside `store.write`. */
export type Ledger = {
  readonly saveIntent: (decision: Exclude<Decision, { kind: 'refused' }>, cause: Cause) => void;
  readonly saveRefund: (change: RefundChange, cause: Cause) => void;
  readonly saveDispute: (change: DisputeChange, cause: Cause) => void;
  /** The current intent: an expired authorisation is canceled before anybody sees it. */
  readonly intent: (id: string) => PaymentIntent | undefined;
  /**
   * Does what has fallen due: expiries and refunds that settle. Returns how many things it did, at most
   * `limit`.
   */
  readonly doWhatIsDue: (limit: number) => number;
  /** When something falls due next (milliseconds since 1970). */
  readonly nextDue: () => number | undefined;
};

/** The dependencies of the ledger. Without `webhooks`, events are only stored. */
export type LedgerDeps = {
  readonly store: Store;
  readonly settings: () => Settings;
  readonly chance: Chance;
  readonly counters: Counters;
  readonly webhooks: boolean;
  readonly now: () => number;
};

const SHUFFLE_MS = { from: 100, to: 1000 };

/** Creates the ledger over a store. */
export function createLedger({ store, settings, chance, counters, webhooks, now }: LedgerDeps): Ledger {
  function saveIntent(decision: Exclude<Decision, { kind: 'refused' }>, cause: Cause): void {
    const { intent, events } = decision;
    store.intents.put(intent);
    for (const type of events) emitIntentEvent(type, intent, cause);
    if (intent.state.status === 'succeeded')
      store.addToBalance(intent.currency, intent.charge?.amountCaptured ?? 0);
  }

  function saveRefund({ refund, intent, refundEvents, intentEvents }: RefundChange, cause: Cause): void {
    store.intents.put(intent);
    store.refunds.put(refund);
    for (const type of refundEvents) emit({ type, subject: { kind: 'refund', refund } }, cause);
    for (const type of intentEvents) emitIntentEvent(type, intent, cause);
    if (refundEvents.includes('refund.created')) store.addToBalance(refund.currency, -refund.amount);
    if (refundEvents.includes('refund.failed')) store.addToBalance(refund.currency, refund.amount);
  }

  function saveDispute({ dispute, events, taken }: DisputeChange, cause: Cause): void {
    store.disputes.put(dispute);
    for (const type of events) emit({ type, subject: { kind: 'dispute', dispute } }, cause);
    store.addToBalance(dispute.currency, -taken);
  }

  function emitIntentEvent(type: IntentEvent, intent: PaymentIntent, cause: Cause): void {
    emit(
      { type, subject: { kind: type.startsWith('charge.') ? 'charge' : 'payment_intent', intent } },
      cause,
    );
  }

  function emit(event: Pick<LedgerEvent, 'type' | 'subject'>, cause: Cause): void {
    const id = newId('evt');
    store.events.put({ ...event, id, created: Math.floor(now() / 1000), request: cause });
    const { webhookEvents, webhookLossRate, webhookDoubleRate, webhookDelayMs, webhookShuffleRate } =
      settings();
    if (!webhooks || !webhookEvents.some((wanted) => wanted === '*' || wanted === event.type)) return;
    if (chance.happens('webhook-loss', webhookLossRate)) {
      counters.add('webhooksLost');
      return;
    }
    const isDouble = chance.happens('webhook-double', webhookDoubleRate);
    if (isDouble) counters.add('webhooksDoubled');
    for (let copy = 0; copy < (isDouble ? 2 : 1); copy += 1) {
      const heldBack = chance.happens('webhook-shuffle', webhookShuffleRate)
        ? chance.within('webhook-shuffle', SHUFFLE_MS)
        : 0;
      store.deliveries.add(id, now() + chance.within('webhook-delay', webhookDelayMs) + heldBack);
    }
  }

  function lapse(intent: PaymentIntent): PaymentIntent {
    const lapsed = lapseIntent(intent, Math.floor(now() / 1000));
    if (lapsed === undefined) return intent;
    saveIntent(lapsed, null);
    counters.add('lapses');
    return lapsed.intent;
  }

  function settleDueRefunds(limit: number): number {
    const refunds = store.refunds.due(now(), limit);
    for (const refund of refunds) {
      const intent = store.intents.get(refund.intent);
      if (intent === undefined) throw new Error(`refund ${refund.id} belongs to no intent`);
      const settled = settleRefund(refund, intent);
      if (settled === undefined) throw new Error(`refund ${refund.id} is due and has nothing to settle`);
      if (settled.refund.status === 'failed') counters.add('refundsFailed');
      saveRefund(settled, null);
    }
    return refunds.length;
  }

  return {
    saveIntent,
    saveRefund,
    saveDispute,
    intent: (id) => {
      const intent = store.intents.get(id);
      return intent === undefined ? undefined : lapse(intent);
    },
    doWhatIsDue: (limit) => {
      const lapsing = store.intents.due(now(), limit);
      for (const intent of lapsing) lapse(intent);
      return lapsing.length + settleDueRefunds(limit);
    },
    nextDue: () => {
      const times = [store.intents.nextDue(), store.refunds.nextDue()].filter((time) => time !== undefined);
      return times.length === 0 ? undefined : Math.min(...times);
    },
  };
}
