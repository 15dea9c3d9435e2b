import type { Failure } from '../domain/failure.ts';
import type { PaymentIntent } from '../domain/payment-intent.ts';
import { type Json, renderFailure } from './render.ts';

/** What a request comes to. `began` is false when nothing was tried, so that its key stays free for another try. */
export type Outcome = {
  readonly status: number;
  readonly body: Json;
  readonly began: boolean;
};

/** 200 with an object. */
export function answered(body: Json): Outcome {
  return { status: 200, body, began: true };
}

/** The request was understood and refused, or its card declined. */
export function failed(failure: Failure, intent?: PaymentIntent): Outcome {
  return {
    status: failure.status,
    body: renderFailure(failure, intent),
    began: true,
  };
}

/** The request was wrong from the start. */
export function refusedAtOnce(failure: Failure): Outcome {
  return {
    status: failure.status,
    body: renderFailure(failure),
    began: false,
  };
}
