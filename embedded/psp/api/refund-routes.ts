import { hasTaken } from '../domain/dispute.ts';
import { invalidRequest, missing } from '../domain/failure.ts';
import { intentOfCharge } from '../domain/payment-intent-decide.ts';
import { createRefund } from '../domain/refund.ts';
import { newId } from '../ids.ts';
import { schemas } from './params.ts';
import { renderRefund } from './render.ts';
import { type ApiDeps, answered, answeredPage, failed, type Routes, refusedAtOnce, route } from './route.ts';

/** The routes of refunds. */
export function refundRoutes({ store, ledger, settings, chance, counters, now }: ApiDeps): Routes {
  return {
    'POST refunds': route(schemas.createRefund, (params, { cause }) => {
      const { payment_intent: intentId, charge, amount, reason, metadata } = params;
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
      const disputes = store.disputes.page({ limit: 100, parent: intent.id });
      if (disputes !== 'unknown-cursor' && disputes.items.some(hasTaken)) {
        const message = `Charge ${intent.charge?.id} has been charged back; cannot issue a refund.`;
        return failed(invalidRequest(message, { code: 'charge_disputed' }), intent);
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
    }),

    'GET refunds': route(schemas.listRefunds, (params) => {
      const { payment_intent: intent, charge } = params;
      const parent = intent ?? (charge === undefined ? undefined : intentOfCharge(charge));
      const list = { path: '/v1/refunds', object: 'refund', parent };
      return answeredPage(store.refunds, list, params, renderRefund);
    }),

    'GET refunds/id': route(schemas.retrieve, (_params, { id }) => {
      const refund = store.refunds.get(id);
      return refund === undefined ? failed(missing('refund', id, 'refund')) : answered(renderRefund(refund));
    }),
  };
}
