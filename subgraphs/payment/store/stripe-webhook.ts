import type { IncomingMessage, ServerResponse } from 'node:http';
import Stripe from 'stripe';
import type { Cause } from '../../../platform/decisions/cause.ts';
import { readBody } from '../../../platform/http/index.ts';
import { newId } from '../../../platform/identifiers.ts';
import { isUuid } from '../../../platform/input/uuid.ts';
import { type Route, sendJson } from '../../../platform/subgraph/index.ts';
import type { Logger } from '../../../platform/telemetry/logger.ts';
import type { ProviderNotice } from '../application/ports.ts';
import { toIntentView, toRefundView } from './stripe-views.ts';

type Dependencies = {
  readonly stripe: Stripe;
  /** The signing secret of this endpoint. */
  readonly secret: string;
  readonly onNotice: (notice: ProviderNotice, cause: Cause) => Promise<void>;
  readonly log: Logger;
};

/** Older signatures are refused: somebody may be sending again what they have overheard. */
const TOLERANCE_S = 300;
const LARGEST_BODY = 1_048_576;

/** POST /webhooks/stripe: takes signed events, and answers 200 when their effect is stored. */
export function stripeWebhook({ stripe, secret, onNotice, log }: Dependencies): Route {
  /** The event, or why it is not taken. */
  function verified(body: Buffer, signature: string | string[] | undefined): Stripe.Event | string {
    if (typeof signature !== 'string') return 'There is no signature.';
    try {
      return stripe.webhooks.constructEvent(body, signature, secret, TOLERANCE_S);
    } catch (error) {
      if (error instanceof Stripe.errors.StripeSignatureVerificationError)
        return 'The signature is not valid.';
      if (error instanceof SyntaxError) return 'The body is not JSON.';
      throw error;
    }
  }

  async function handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const body = await readBody(request, { maxBytes: LARGEST_BODY, excess: 'discard' });
    if (!body) return sendJson(response, 413, { error: 'The body is too large.' });
    const event = verified(body, request.headers['stripe-signature']);
    if (typeof event === 'string') {
      log.warn({ reason: event }, 'a webhook was refused');
      return sendJson(response, 400, { error: event });
    }
    const notice = toNotice(event);
    if (notice) {
      const cause = { correlationId: notice.correlationId ?? newId(), causationId: event.id };
      await onNotice(notice, cause);
      log.debug(
        { event: event.type, eventId: event.id, correlationId: cause.correlationId },
        'webhook handled',
      );
    }
    sendJson(response, 200, { received: true });
  }

  return { method: 'POST', path: '/webhooks/stripe', handle };
}

/** What an event says about a payment of ours; undefined for all others. */
function toNotice(
  event: Stripe.Event,
): (ProviderNotice & { readonly correlationId: string | undefined }) | undefined {
  switch (event.type) {
    case 'payment_intent.amount_capturable_updated':
    case 'payment_intent.succeeded':
    case 'payment_intent.canceled':
    case 'payment_intent.payment_failed': {
      const { object } = event.data;
      const intent = toIntentView(object);
      const about = ours(object.metadata);
      return about && intent && { id: event.id, ...about, about: { type: 'intent', intent } };
    }
    case 'refund.created':
    case 'refund.updated':
    case 'refund.failed':
    case 'charge.refund.updated': {
      const { object } = event.data;
      const about = ours(object.metadata);
      const refundId = object.metadata?.refundId;
      if (!about || !refundId) return undefined;
      return { id: event.id, ...about, about: { type: 'refund', refundId, refund: toRefundView(object) } };
    }
    default:
      // The rest says nothing new: charge.refunded, for one, comes with a refund event of its own.
      return undefined;
  }
}

function ours(metadata: Stripe.Metadata | null) {
  const bookingId = metadata?.bookingId;
  if (!bookingId || !isUuid(bookingId)) return undefined;
  return { bookingId, correlationId: metadata?.correlationId };
}
