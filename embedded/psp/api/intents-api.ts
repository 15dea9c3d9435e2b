import type { Counters } from '../counters.ts';
import { missing } from '../domain/failure.ts';
import type { IntentDetails, PaymentIntent } from '../domain/payment-intent.ts';
import {
  cancelIntent,
  captureIntent,
  confirmIntent,
  createIntent,
  type Decision,
  type Moment,
} from '../domain/payment-intent-decide.ts';
import { newId } from '../ids.ts';
import type { Cause, Ledger } from '../ledger.ts';
import type { Chance } from '../settings/chance.ts';
import type { Settings } from '../settings/options.ts';
import type { Form } from './form.ts';
import { answered, failed, type Outcome, refusedAtOnce } from './outcome.ts';
import { readParams, schemas } from './params.ts';
import { renderIntent } from './render.ts';

/** The requests about payment intents. Call them inside `store.write`. */
export type IntentsApi = {
  readonly create: (form: Form, cause: Cause) => Outcome;
  readonly retrieve: (id: string, form: Form) => Outcome;
  readonly confirm: (id: string, form: Form, cause: Cause) => Outcome;
  readonly capture: (id: string, form: Form, cause: Cause) => Outcome;
  readonly cancel: (id: string, form: Form, cause: Cause) => Outcome;
};

/** The dependencies of the requests. `now` returns milliseconds since 1970. */
export type IntentsApiDeps = {
  readonly ledger: Ledger;
  readonly settings: () => Settings;
  readonly chance: Chance;
  readonly counters: Counters;
  readonly now: () => number;
};

type Expand = readonly string[] | undefined;

/** Tells whether the caller wants the charge instead of its id. */
export function expandsCharge(expand: Expand, prefix = ''): boolean {
  return expand?.includes(`${prefix}latest_charge`) === true;
}

/** Creates the requests over a ledger. */
export function createIntentsApi({ ledger, settings, chance, counters, now }: IntentsApiDeps): IntentsApi {
  const moment = (): Moment => ({
    at: Math.floor(now() / 1000),
    authLifetimeS: settings().authLifetimeS,
  });

  function settle(decision: Decision, before: PaymentIntent, expand: Expand, cause: Cause): Outcome {
    switch (decision.kind) {
      case 'refused':
        return failed(decision.failure, before);
      case 'declined':
        ledger.saveIntent(decision, cause);
        return failed(decision.failure, decision.intent);
      case 'done':
        ledger.saveIntent(decision, cause);
        return answered(renderIntent(decision.intent, { expand: expandsCharge(expand) }));
      default:
        return decision satisfies never;
    }
  }

  function confirmed(intent: PaymentIntent, method: string | undefined): Decision {
    const decision = confirmIntent(intent, method ?? null, moment());
    if (decision.kind === 'done') counters.add('authorisations');
    if (decision.kind === 'declined') counters.add('declines');
    return decision;
  }

  function withIntent(id: string, act: (intent: PaymentIntent) => Outcome): Outcome {
    const intent = ledger.intent(id);
    return intent === undefined ? failed(missing('payment_intent', id, 'intent')) : act(intent);
  }

  return {
    create: (form, cause) => {
      const read = readParams(schemas.createIntent, form);
      if (read.kind === 'refused') return refusedAtOnce(read.failure);
      const { params } = read;
      const details: IntentDetails = {
        amount: params.amount,
        currency: params.currency,
        captureMethod: params.capture_method === 'manual' ? 'manual' : 'automatic',
        paymentMethod: params.payment_method ?? null,
        description: params.description ?? null,
        customer: params.customer ?? null,
        receiptEmail: params.receipt_email ?? null,
        metadata: params.metadata,
      };
      const created = createIntent(newId('pi'), details, moment().at);
      if (created.kind !== 'done' || !params.confirm) return settleNew(created);
      const decision = confirmed(created.intent, undefined);
      // A creation whose confirmation is refused leaves nothing behind.
      if (decision.kind === 'refused') return failed(decision.failure);
      return settleNew({ ...decision, events: [...created.events, ...decision.events] });

      function settleNew(decided: Decision): Outcome {
        if (decided.kind === 'refused') return failed(decided.failure);
        return settle(decided, decided.intent, params.expand, cause);
      }
    },

    retrieve: (id, form) => {
      const read = readParams(schemas.retrieve, form);
      if (read.kind === 'refused') return refusedAtOnce(read.failure);
      return withIntent(id, (intent) =>
        answered(renderIntent(intent, { expand: expandsCharge(read.params.expand) })),
      );
    },

    confirm: (id, form, cause) => {
      const read = readParams(schemas.confirmIntent, form);
      if (read.kind === 'refused') return refusedAtOnce(read.failure);
      const { payment_method: method, expand } = read.params;
      return withIntent(id, (intent) => settle(confirmed(intent, method), intent, expand, cause));
    },

    capture: (id, form, cause) => {
      const read = readParams(schemas.captureIntent, form);
      if (read.kind === 'refused') return refusedAtOnce(read.failure);
      const { amount_to_capture: amount, expand } = read.params;
      return withIntent(id, (intent) => {
        const issuerRefuses = chance.happens('capture', settings().captureFailRate);
        const decision = captureIntent(intent, amount ?? null, { issuerRefuses });
        if (decision.kind === 'done') counters.add('captures');
        return settle(decision, intent, expand, cause);
      });
    },

    cancel: (id, form, cause) => {
      const read = readParams(schemas.cancelIntent, form);
      if (read.kind === 'refused') return refusedAtOnce(read.failure);
      const { cancellation_reason: reason, expand } = read.params;
      return withIntent(id, (intent) => {
        const decision = cancelIntent(intent, reason ?? null, moment().at);
        if (decision.kind === 'done') counters.add('cancellations');
        return settle(decision, intent, expand, cause);
      });
    },
  };
}
