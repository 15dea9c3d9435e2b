import { type Failure, missing } from '../domain/failure.ts';
import { intentOfCharge } from '../domain/payment-intent-decide.ts';
import type { Documents, PageRequest } from '../store/documents.ts';
import type { Store } from '../store/store.ts';
import type { Form } from './form.ts';
import { expandsCharge } from './intents-api.ts';
import { answered, failed, type Outcome, refusedAtOnce } from './outcome.ts';
import { readParams, schemas } from './params.ts';
import { type Json, renderIntent, renderList, renderRefund } from './render.ts';
import { renderEvent } from './render-event.ts';

/** The list requests, newest objects first. */
export type ListsApi = {
  readonly intents: (form: Form) => Outcome;
  readonly refunds: (form: Form) => Outcome;
  readonly events: (form: Form) => Outcome;
};

type Paging = {
  readonly limit: number;
  readonly starting_after?: string | undefined;
  readonly created?: { readonly from?: number | undefined; readonly to?: number | undefined } | undefined;
};

/** Creates the list requests over a store. */
export function createListsApi(store: Store): ListsApi {
  return {
    intents: (form) => {
      const read = readParams(schemas.listIntents, form);
      if (read.kind === 'refused') return refusedAtOnce(read.failure);
      const expand = expandsCharge(read.params.expand, 'data.');
      const request = pageOf(read.params);
      return list('/v1/payment_intents', 'payment_intent', store.intents, request, (intent) =>
        renderIntent(intent, { expand }),
      );
    },
    refunds: (form) => {
      const read = readParams(schemas.listRefunds, form);
      if (read.kind === 'refused') return refusedAtOnce(read.failure);
      const { payment_intent: intent, charge } = read.params;
      const parent = intent ?? (charge === undefined ? undefined : intentOfCharge(charge));
      return list('/v1/refunds', 'refund', store.refunds, pageOf(read.params, parent), renderRefund);
    },
    events: (form) => {
      const read = readParams(schemas.listEvents, form);
      if (read.kind === 'refused') return refusedAtOnce(read.failure);
      return list('/v1/events', 'event', store.events, pageOf(read.params, read.params.type), renderEvent);
    },
  };
}

function pageOf({ limit, starting_after: after, created }: Paging, parent?: string): PageRequest {
  return {
    limit,
    after,
    parent,
    from: created?.from,
    to: created?.to,
  };
}

function list<T>(
  url: string,
  what: string,
  documents: Documents<T>,
  request: PageRequest,
  render: (item: T) => Json,
): Outcome {
  const page = documents.page(request);
  if (page !== 'unknown-cursor') return answered(renderList(url, page.items.map(render), page.hasMore));
  const failure: Failure = missing(what, request.after ?? '', 'starting_after', 400);
  return failed(failure);
}
