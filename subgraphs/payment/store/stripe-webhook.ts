import type { IncomingMessage, ServerResponse } from 'node:http';
import Stripe from 'stripe';
import { fromCardUnits } from '../../../platform/card-amounts.ts';
import type { Cause } from '../../../platform/decisions/cause.ts';
import { readBody } from '../../../platform/http/body.ts';
import { newId } from '../../../platform/identifiers.ts';
import { isUuid } from '../../../platform/input.ts';
import { type Route, sendJson } from '../../../platform/subgraph/server.ts';
import type { Logger } from '../../../platform/telemetry/logger.ts';
import { currentTraceparent } from '../../../platform/telemetry/tracing.ts';
import type { ProviderEvent } from '../application/ports.ts';
import { isEvent } from './stripe-events.ts';
import { toDispute, toIntentView, toProviderRefund } from './stripe-views.ts';

type Dependencies = {
  readonly stripe: Stripe;
  /** The signing secret of this endpoint. */
  readonly secret: string;
  /** Returns false when the provider has to send the event again. */
  readonly onEvent: (event: ProviderEvent, cause: Cause) => Promise<boolean>;
  readonly log: Logger;
};

/**
 * How far the time of a signature may be from now. Older ones may be replayed by an attacker; one from the
 * future could be for long.
 */
const TOLERANCE_S = 300;
const MAX_BODY_BYTES = 1_048_576;
/** The header of a signature: a time in seconds and signatures of some schemes, in hexadecimal digits. */
const SIGNATURE = /^t=(\d{1,12})(?:,v\d{1,2}=[\da-f]{64}){1,10}$/;

const MS_PER_SECOND = 1_000;
const INVALID = 'The signature is not valid.';

/** POST /webhooks/stripe: accepts signed events, and answers 200 when their effect is stored. */
export function stripeWebhook({ stripe, secret, onEvent, log }: Dependencies): Route {
  const { signature: signatures } = stripe.webhooks;
  if (!signatures) throw new Error('The client of Stripe cannot verify signatures');

  /** The event, or the reason why it is rejected. */
  const verified = (body: Buffer, header: string | string[] | undefined): Stripe.Event | string => {
    if (typeof header !== 'string') return 'There is no signature.';
    const [, seconds] = SIGNATURE.exec(header) ?? [];
    if (seconds === undefined || Number(seconds) > Date.now() / MS_PER_SECOND + TOLERANCE_S) return INVALID;
    try {
      signatures.verifyHeader(body, header, secret, TOLERANCE_S);
    } catch (error) {
      if (error instanceof Stripe.errors.StripeSignatureVerificationError) return INVALID;
      throw error;
    }
    try {
      const event: unknown = JSON.parse(body.toString('utf8'));
      return isEvent(event) ? event : 'The body is not an event.';
    } catch (error) {
      if (error instanceof SyntaxError) return 'The body is not JSON.';
      throw error;
    }
  };

  async function handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const body = await readBody(request, { maxBytes: MAX_BODY_BYTES, excess: 'discard' });
    if (!body) return sendJson(response, 413, { error: 'The body is too large.' });
    const event = verified(body, request.headers['stripe-signature']);
    if (typeof event === 'string') {
      log.warn({ reason: event }, 'a webhook was rejected');
      return sendJson(response, 400, { error: event });
    }
    const paymentEvent = toProviderEvent(event);
    if (paymentEvent) {
      const cause = {
        correlationId: paymentEvent.correlationId ?? newId(),
        causationId: event.id,
        traceparent: currentTraceparent(),
      };
      if (!(await onEvent(paymentEvent, cause)))
        return sendJson(response, 503, { error: 'The event cannot be handled now: send it again.' });
      log.debug(
        { event: event.type, eventId: event.id, correlationId: cause.correlationId },
        'a webhook was handled',
      );
    }
    sendJson(response, 200, { received: true });
  }

  return { method: 'POST', path: '/webhooks/stripe', tracing: 'begins', handle };
}

/** The part of an event that concerns one of our payments; undefined for all other events. */
function toProviderEvent(
  event: Stripe.Event,
): (ProviderEvent & { readonly correlationId: string | undefined }) | undefined {
  switch (event.type) {
    case 'payment_intent.amount_capturable_updated':
    case 'payment_intent.requires_action':
    case 'payment_intent.succeeded':
    case 'payment_intent.canceled':
    case 'payment_intent.payment_failed': {
      const { object } = event.data;
      const intent = toIntentView(object);
      const named = paymentIn(object.id, object.metadata);
      return intent && { id: event.id, ...named, about: { type: 'intent', intent } };
    }
    case 'refund.created':
    case 'refund.updated':
    case 'refund.failed':
    case 'charge.refund.updated': {
      const { object } = event.data;
      const intentId = idOf(object.payment_intent);
      if (intentId === undefined) return undefined;
      const refund = toProviderRefund(object);
      return { id: event.id, ...paymentIn(intentId, object.metadata), about: { type: 'refund', refund } };
    }
    case 'charge.refunded': {
      const { object } = event.data;
      const intentId = idOf(object.payment_intent);
      if (intentId === undefined) return undefined;
      const refunded = fromCardUnits(object.amount_refunded, object.currency);
      return {
        id: event.id,
        ...paymentIn(intentId, object.metadata),
        about: { type: 'charge', intentId, refunded },
      };
    }
    case 'charge.dispute.created':
    case 'charge.dispute.updated':
    case 'charge.dispute.closed':
    case 'charge.dispute.funds_withdrawn':
    case 'charge.dispute.funds_reinstated': {
      const { object } = event.data;
      const intentId = idOf(object.payment_intent);
      if (intentId === undefined) return undefined;
      const dispute = toDispute(object);
      return { id: event.id, ...paymentIn(intentId, object.metadata), about: { type: 'dispute', dispute } };
    }
    default:
      return undefined;
  }
}

/**
 * The payment of an intent: by the booking in the metadata that this service has given it, otherwise by the
 * intent itself, as for what was done at the provider by hand.
 */
function paymentIn(intentId: string, metadata: Stripe.Metadata | null | undefined) {
  const { bookingId, correlationId } = metadata ?? {};
  const payment = bookingId && isUuid(bookingId) ? { bookingId } : { intentId };
  return { payment, correlationId };
}

function idOf(reference: string | { readonly id: string } | null): string | undefined {
  return typeof reference === 'string' ? reference : reference?.id;
}
