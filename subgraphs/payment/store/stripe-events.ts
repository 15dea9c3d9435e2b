import type Stripe from 'stripe';
import { z } from 'zod';

/**
 * The events to which the payment service subscribes at the provider. Of the others that it reads, each
 * repeats one of these.
 */
export const WEBHOOK_EVENTS = [
  'payment_intent.requires_action',
  'payment_intent.amount_capturable_updated',
  'payment_intent.succeeded',
  'payment_intent.canceled',
  'payment_intent.payment_failed',
  'refund.created',
  'refund.updated',
  'refund.failed',
  'charge.dispute.created',
  'charge.dispute.updated',
  'charge.dispute.funds_withdrawn',
  'charge.dispute.funds_reinstated',
  'charge.dispute.closed',
] as const;

/** The last instant of a Date, in seconds. */
const LATEST_S = 8.64e12;

const text = z.string().min(1).max(255);
const units = z.int().min(0);
const currency = z.string().regex(/^[a-z]{3}$/);
const reference = z.union([text, z.object({ id: text })]).nullish();
const metadata = z.record(z.string(), z.string()).nullish();
const intent = z.object({ id: text, status: text, metadata });
const refund = z.object({ id: text, amount: units, currency, payment_intent: reference, metadata });
const charge = z.object({ amount_refunded: units, currency, payment_intent: reference, metadata });
const dispute = refund.extend({ status: text, reason: text, created: z.int().min(0).max(LATEST_S) });

/** What is read of the objects of an event, by the start of its type. */
const OBJECTS = [
  ['payment_intent.', intent],
  ['refund.', refund],
  ['charge.refund.', refund],
  ['charge.refunded', charge],
  ['charge.dispute.', dispute],
] as const;
const anyEvent = z.object({ id: text, type: text, data: z.object({ object: z.looseObject({}) }) });

/** Whether a signed value is an event, with all that is read of it. */
export function isEvent(value: unknown): value is Stripe.Event {
  const { success, data: event } = anyEvent.safeParse(value);
  if (!success) return false;
  const [, object] = OBJECTS.find(([start]) => event.type.startsWith(start)) ?? [];
  return object === undefined || object.safeParse(event.data.object).success;
}
