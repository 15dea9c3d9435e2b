import type { z } from 'zod';
import type { Counters } from '../counters.ts';
import { type Failure, missing } from '../domain/failure.ts';
import type { PaymentIntent } from '../domain/payment-intent.ts';
import type { Moment } from '../domain/payment-intent-decide.ts';
import type { Cause, Ledger } from '../ledger.ts';
import type { Chance } from '../settings/chance.ts';
import type { Settings } from '../settings/options.ts';
import type { Documents } from '../store/documents.ts';
import type { Store } from '../store/store.ts';
import type { Form } from './form.ts';
import { failureOf, type Paging } from './params.ts';
import { type Json, renderFailure } from './render.ts';

/** The dependencies of the routes. */
export type ApiDeps = {
  readonly store: Store;
  readonly ledger: Ledger;
  readonly settings: () => Settings;
  readonly chance: Chance;
  readonly counters: Counters;
  /** Milliseconds since 1970. */
  readonly now: () => number;
  readonly moment: () => Moment;
  /** The address at which this simulator is reached. */
  readonly baseUrl: () => string;
};

/** The result of a request. `began` is false if nothing was tried, so that its key stays free for a retry. */
export type Outcome = { readonly status: number; readonly body: Json; readonly began: boolean };

type RouteRequest = {
  /** The id in the path; empty if the path names a collection. */
  readonly id: string;
  readonly form: Form;
  readonly cause: Cause;
};

/** Answers the requests of one method and path. Call it inside `store.write`. */
export type Route = (request: RouteRequest) => Outcome;

/** Routes by method and path, such as `POST payment_intents/id/confirm`. */
export type Routes = Readonly<Record<string, Route>>;

/** A route whose form is parsed first. An invalid form is refused with the first error. */
export function route<Params>(
  schema: z.ZodType<Params>,
  answer: (params: Params, request: RouteRequest) => Outcome,
): Route {
  return (request) => {
    const read = schema.safeParse(request.form);
    return read.success
      ? answer(read.data, request)
      : refusedAtOnce(failureOf(read.error.issues, request.form));
  };
}

/** 200 with an object. */
export function answered(body: Json): Outcome {
  return { status: 200, body, began: true };
}

/** 200 with a page of a list, newest objects first; `parent` selects the objects filed under it. */
export function answeredPage<T>(
  documents: Documents<T>,
  list: { readonly path: string; readonly object: string; readonly parent?: string | undefined },
  { limit, starting_after: after, created }: Paging,
  render: (item: T) => Json,
): Outcome {
  const page = documents.page({ limit, after, parent: list.parent, from: created?.from, to: created?.to });
  if (page === 'unknown-cursor') return failed(missing(list.object, after ?? '', 'starting_after', 400));
  const { items, hasMore } = page;
  return answered({ object: 'list', url: list.path, has_more: hasMore, data: items.map(render) });
}

/** The request was valid and refused, or its card was declined. */
export function failed(failure: Failure, intent?: PaymentIntent): Outcome {
  return { status: failure.status, body: renderFailure(failure, intent), began: true };
}

/** The request was invalid. */
export function refusedAtOnce(failure: Failure): Outcome {
  return { ...failed(failure), began: false };
}
