import { chargeFailure } from '../domain/amounts.ts';
import { openDispute } from '../domain/dispute.ts';
import { missing } from '../domain/failure.ts';
import { AUTHENTICATION_PATH, clientSecretOf, type PaymentIntent } from '../domain/payment-intent.ts';
import {
  cancelIntent,
  captureIntent,
  confirmIntent,
  createIntent,
  type Decision,
} from '../domain/payment-intent-decide.ts';
import { findTestCard } from '../domain/payment-methods.ts';
import { newId } from '../ids.ts';
import type { Cause } from '../ledger.ts';
import { schemas } from './params.ts';
import { renderIntent } from './render.ts';
import {
  type ApiDeps,
  answered,
  answeredPage,
  failed,
  type Outcome,
  type Routes,
  refusedAtOnce,
  route,
} from './route.ts';

type Expand = readonly string[] | undefined;

/** The routes of payment intents. */
export function intentRoutes({
  store,
  ledger,
  settings,
  chance,
  counters,
  moment,
  baseUrl,
}: ApiDeps): Routes {
  function settle(decision: Decision, before: PaymentIntent, expand: Expand, cause: Cause): Outcome {
    if (decision.kind === 'refused') return failed(decision.failure, before);
    ledger.saveIntent(decision, cause);
    disputeAtOnce(decision.intent, before, cause);
    return decision.kind === 'declined'
      ? failed(decision.failure, decision.intent)
      : answered(renderIntent(decision.intent, { expand: expandsCharge(expand) }));
  }

  /** Opens the dispute of a card whose owner denies every payment, once the money is captured. */
  function disputeAtOnce(intent: PaymentIntent, before: PaymentIntent, cause: Cause): void {
    const { charge } = intent;
    const behaviour = findTestCard(charge?.paymentMethod ?? '')?.dispute ?? 'none';
    if (behaviour === 'none' || !charge?.captured || before.charge?.captured) return;
    const isInquiry = behaviour === 'inquiry';
    const opened = { id: newId('du'), at: moment().at, amount: null, reason: 'fraudulent', isInquiry };
    const change = openDispute(intent, opened);
    if (change.kind === 'done') ledger.saveDispute(change, cause);
  }

  function confirmed(
    intent: PaymentIntent,
    params: {
      readonly payment_method?: string | undefined;
      readonly return_url?: string | undefined;
      readonly error_on_requires_action: boolean;
    },
  ): Decision {
    const secret = encodeURIComponent(clientSecretOf(intent));
    const confirmation = {
      paymentMethod: params.payment_method ?? null,
      pageUrl: `${baseUrl()}${AUTHENTICATION_PATH}${intent.id}?client_secret=${secret}`,
      returnUrl: params.return_url ?? null,
      declinesAction: params.error_on_requires_action,
    };
    const decision = confirmIntent(intent, confirmation, moment());
    if (decision.kind === 'done' && decision.intent.charge !== null) counters.add('authorisations');
    if (decision.kind === 'declined') counters.add('declines');
    return decision;
  }

  function withIntent(id: string, act: (intent: PaymentIntent) => Outcome): Outcome {
    const intent = ledger.intent(id);
    return intent === undefined ? failed(missing('payment_intent', id, 'intent')) : act(intent);
  }

  return {
    'POST payment_intents': route(schemas.createIntent, (params, { cause }) => {
      const unfit = chargeFailure(params.amount, params.currency);
      if (unfit !== undefined) return refusedAtOnce(unfit);
      const created = createIntent(
        newId('pi'),
        {
          amount: params.amount,
          currency: params.currency,
          captureMethod: params.capture_method === 'manual' ? 'manual' : 'automatic',
          paymentMethod: params.payment_method ?? null,
          description: params.description ?? null,
          customer: params.customer ?? null,
          receiptEmail: params.receipt_email ?? null,
          metadata: params.metadata,
        },
        moment().at,
      );
      if (!params.confirm) return settle(created, created.intent, params.expand, cause);
      const decision = confirmed(created.intent, params);
      // A creation whose confirmation is refused leaves nothing behind.
      if (decision.kind === 'refused') return failed(decision.failure);
      const events = [...created.events, ...decision.events];
      return settle({ ...decision, events }, created.intent, params.expand, cause);
    }),

    'GET payment_intents': route(schemas.listIntents, (params) => {
      const expand = expandsCharge(params.expand, 'data.');
      const list = { path: '/v1/payment_intents', object: 'payment_intent' };
      return answeredPage(store.intents, list, params, (intent) => renderIntent(intent, { expand }));
    }),

    'GET payment_intents/id': route(schemas.retrieve, ({ expand }, { id }) =>
      withIntent(id, (intent) => answered(renderIntent(intent, { expand: expandsCharge(expand) }))),
    ),

    'POST payment_intents/id/confirm': route(schemas.confirmIntent, (params, { id, cause }) =>
      withIntent(id, (intent) => settle(confirmed(intent, params), intent, params.expand, cause)),
    ),

    'POST payment_intents/id/capture': route(
      schemas.captureIntent,
      ({ amount_to_capture: amount, expand }, { id, cause }) =>
        withIntent(id, (intent) => {
          const issuerRefuses = chance.happens('capture', settings().captureFailRate);
          const decision = captureIntent(intent, amount ?? null, { issuerRefuses });
          if (decision.kind === 'done') counters.add('captures');
          return settle(decision, intent, expand, cause);
        }),
    ),

    'POST payment_intents/id/cancel': route(
      schemas.cancelIntent,
      ({ cancellation_reason: reason, expand }, { id, cause }) =>
        withIntent(id, (intent) => {
          const decision = cancelIntent(intent, reason ?? null, moment().at);
          if (decision.kind === 'done') counters.add('cancellations');
          return settle(decision, intent, expand, cause);
        }),
    ),
  };
}

/** Whether the caller wants the charge instead of its id. */
function expandsCharge(expand: Expand, prefix = ''): boolean {
  return expand?.includes(`${prefix}latest_charge`) === true;
}
