import type { Counters } from '../counters.ts';
import { invalidRequest, missing } from '../domain/failure.ts';
import { intentOfCharge } from '../domain/payment-intent-decide.ts';
import { createRefund } from '../domain/refund.ts';
import { newId } from '../ids.ts';
import type { Cause, Ledger } from '../ledger.ts';
import type { Chance } from '../settings/chance.ts';
import type { Settings } from '../settings/options.ts';
import type { Store } from '../store/store.ts';
import type { Form } from './form.ts';
import { answered, failed, type Outcome, refusedAtOnce } from './outcome.ts';
import { readParams, schemas } from './params.ts';
import { renderRefund } from './render.ts';

/** The requests about refunds. Call them inside `store.write`. */
export type RefundsApi = {
  readonly create: (form: Form, cause: Cause) => Outcome;
  readonly retrieve: (id: string, form: Form) => Outcome;
};

/** The dependencies of the requests. `now` returns milliseconds since 1970. */
export type RefundsApiDeps = {
  readonly store: Store;
  readonly ledger: Ledger;
  readonly settings: () => Settings;
  readonly chance: Chance;
  readonly counters: Counters;
  readonly now: () => number;
};

/** Creates the requests over a ledger. */
export function createRefundsApi({
  store,
  ledger,
  settings,
  chance,
  counters,
  now,
}: RefundsApiDeps): RefundsApi {
  return {
    create: (form, cause) => {
      const read = readParams(schemas.createRefund, form);
      if (read.kind === 'refused') return refusedAtOnce(read.failure);
      const { payment_intent: intentId, charge, amount, reason, metadata } = read.params;
      const id = intentId ?? (charge === undefined ? undefined : intentOfCharge(charge));
      if (id === undefined) {
        const message =
          'One of the following params should be provided for this request: payment_intent or charge.';
        return refusedAtOnce(invalidRequest(message, { code: 'parameter_missing' }));
      }
      const intent = ledger.intent(id);
      const isOther = charge !== undefined && intent?.charge?.id !== charge;
      if (intent === undefined || isOther) {
        return failed(
          intentId === undefined || isOther
            ? missing('charge', charge ?? id, 'charge')
            : missing('payment_intent', id, 'payment_intent'),
        );
      }
      const { refundFailRate, refundDelayMs } = settings();
      const change = createRefund(
        intent,
        { id: newId('re'), amount: amount ?? null, reason: reason ?? null, metadata },
        {
          atMs: now(),
          settlesMs: now() + chance.within('refund-delay', refundDelayMs),
          failsLater: chance.happens('refund', refundFailRate),
        },
      );
      if (change.kind === 'refused') return failed(change.failure, intent);
      ledger.saveRefund(change, cause);
      counters.add('refunds');
      return answered(renderRefund(change.refund));
    },

    retrieve: (id, form) => {
      const read = readParams(schemas.retrieve, form);
      if (read.kind === 'refused') return refusedAtOnce(read.failure);
      const refund = store.refunds.get(id);
      return refund === undefined ? failed(missing('refund', id, 'refund')) : answered(renderRefund(refund));
    },
  };
}
