import { type Failure, missing } from '../domain/failure.ts';
import { intentOfCharge } from '../domain/payment-intent-decide.ts';
import type { Cause } from '../ledger.ts';
import type { Store } from '../store/store.ts';
import type { Form } from './form.ts';
import { createIntentsApi, type IntentsApiDeps } from './intents-api.ts';
import { createListsApi } from './lists-api.ts';
import { answered, failed, type Outcome, refusedAtOnce } from './outcome.ts';
import { createRefundsApi } from './refunds-api.ts';
import { renderCharge } from './render.ts';
import { renderEvent } from './render-event.ts';

/** A request to the Stripe API: `form` is the decoded body of a POST, or the query of a GET. */
export type ApiRequest = {
  readonly method: string;
  readonly path: string;
  readonly form: Form;
  readonly cause: Cause;
};

/** Answers the supported part of the Stripe API. Call it inside `store.write`. */
export function createRoutes(
  deps: IntentsApiDeps & { readonly store: Store },
): (request: ApiRequest) => Outcome {
  const { store, ledger } = deps;
  const intents = createIntentsApi(deps);
  const refunds = createRefundsApi(deps);
  const lists = createListsApi(store);

  function retrieveCharge(id: string): Outcome {
    const intent = ledger.intent(intentOfCharge(id));
    if (intent?.charge?.id !== id) return failed(missing('charge', id, 'id'));
    return answered(renderCharge(intent, intent.charge));
  }

  function retrieveEvent(id: string): Outcome {
    const event = store.events.get(id);
    return event === undefined ? failed(missing('event', id, 'id')) : answered(renderEvent(event));
  }

  function retrieveBalance(): Outcome {
    const available = store.balance().map((money) => ({ ...money, source_types: { card: money.amount } }));
    return answered({ object: 'balance', available, livemode: false, pending: [] });
  }

  return ({ method, path, form, cause }) => {
    const [, version, resource = '', id = '', action = '', surplus] = path.split('/');
    if (version !== 'v1' || surplus !== undefined) return unknownPath(method, path);
    switch (`${method} ${resource}${id === '' ? '' : '/id'}${action === '' ? '' : `/${action}`}`) {
      case 'POST payment_intents':
        return intents.create(form, cause);
      case 'GET payment_intents':
        return lists.intents(form);
      case 'GET payment_intents/id':
        return intents.retrieve(id, form);
      case 'POST payment_intents/id/confirm':
        return intents.confirm(id, form, cause);
      case 'POST payment_intents/id/capture':
        return intents.capture(id, form, cause);
      case 'POST payment_intents/id/cancel':
        return intents.cancel(id, form, cause);
      case 'POST refunds':
        return refunds.create(form, cause);
      case 'GET refunds':
        return lists.refunds(form);
      case 'GET refunds/id':
        return refunds.retrieve(id, form);
      case 'GET charges/id':
        return retrieveCharge(id);
      case 'GET events':
        return lists.events(form);
      case 'GET events/id':
        return retrieveEvent(id);
      case 'GET balance':
        return retrieveBalance();
      case 'GET account':
        return answered({ id: 'acct_simulator', object: 'account', charges_enabled: true, livemode: false });
      default:
        return unknownPath(method, path);
    }
  };
}

function unknownPath(method: string, path: string): Outcome {
  const failure: Failure = {
    status: 404,
    type: 'invalid_request_error',
    message: `Unrecognized request URL (${method}: ${path}), or one that this simulator does not speak.`,
  };
  return refusedAtOnce(failure);
}
