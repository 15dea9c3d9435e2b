import type { Failure } from '../domain/failure.ts';
import type { PaymentIntent } from '../domain/payment-intent.ts';
import { type Json, renderFailure } from './render.ts';

/** The result of a request. `began` is false if nothing was tried, so that its key stays free for a retry. */
export type Outcome = {
  readonly status: number;
  readonly body: Json;
  readonly began: boolean;
};

/** 200 with an object. */
export function answered(body: Json): Outcome {
  return { status: 200, body, began: true };
}

/** The request was valid and refused, or its card was declined. */
export function failed(failure: Failure, intent?: PaymentIntent): Outcome {
  return {
    status: failure.status,
    body: renderFailure(failure, intent),
    began: true,
  };
}

/** The request was invalid. */
export function refusedAtOnce(failure: Failure): Outcome {
  return {
    status: failure.status,
    body: renderFailure(failure),
    began: false,
  };
}
