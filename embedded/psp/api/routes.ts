import { missing } from '../domain/failure.ts';
import { intentOfCharge } from '../domain/payment-intent-decide.ts';
import type { Cause } from '../ledger.ts';
import type { Form } from './form.ts';
import { intentRoutes } from './intent-routes.ts';
import { schemas } from './params.ts';
import { refundRoutes } from './refund-routes.ts';
import { renderCharge, renderDispute, renderEvent } from './render.ts';
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

/** A request to the Stripe API: `form` is the decoded body of a POST, or the query of a GET. */
export type ApiRequest = {
  readonly method: string;
  readonly path: string;
  readonly form: Form;
  readonly cause: Cause;
};

/** Answers the supported part of the Stripe API. Call it inside `store.write`. */
export function createRoutes(deps: ApiDeps): (request: ApiRequest) => Outcome {
  const routes = new Map(
    Object.entries({ ...intentRoutes(deps), ...refundRoutes(deps), ...readingRoutes(deps) }),
  );
  return ({ method, path, form, cause }) => {
    const [, version, resource = '', id = '', action = '', surplus] = path.split('/');
    const pattern = `${method} ${resource}${id === '' ? '' : '/id'}${action === '' ? '' : `/${action}`}`;
    const found = version === 'v1' && surplus === undefined ? routes.get(pattern) : undefined;
    return found?.({ id, form, cause }) ?? unknownPath(method, path);
  };
}

/** The routes of objects that requests only read. */
function readingRoutes({ store, ledger }: ApiDeps): Routes {
  return {
    'GET charges/id': ({ id }) => {
      const intent = ledger.intent(intentOfCharge(id));
      if (intent?.charge?.id !== id) return failed(missing('charge', id, 'id'));
      return answered(renderCharge(intent, intent.charge));
    },
    'GET disputes': route(schemas.listDisputes, (params) => {
      const { payment_intent: intent, charge } = params;
      const parent = intent ?? (charge === undefined ? undefined : intentOfCharge(charge));
      const list = { path: '/v1/disputes', object: 'dispute', parent };
      return answeredPage(store.disputes, list, params, renderDispute);
    }),
    'GET disputes/id': ({ id }) => {
      const dispute = store.disputes.get(id);
      return dispute === undefined ? failed(missing('dispute', id, 'id')) : answered(renderDispute(dispute));
    },
    'GET events': route(schemas.listEvents, (params) => {
      const list = { path: '/v1/events', object: 'event', parent: params.type };
      return answeredPage(store.events, list, params, renderEvent);
    }),
    'GET events/id': ({ id }) => {
      const event = store.events.get(id);
      return event === undefined ? failed(missing('event', id, 'id')) : answered(renderEvent(event));
    },
    'GET balance': () => {
      const available = store.balance().map((money) => ({ ...money, source_types: { card: money.amount } }));
      return answered({ object: 'balance', available, livemode: false, pending: [] });
    },
    'GET account': () =>
      answered({ id: 'acct_simulator', object: 'account', charges_enabled: true, livemode: false }),
  };
}

function unknownPath(method: string, path: string): Outcome {
  const message = `Unrecognized request URL (${method}: ${path}), or one that this simulator does not support.`;
  return refusedAtOnce({ status: 404, type: 'invalid_request_error', message });
}
