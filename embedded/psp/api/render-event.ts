import type { LedgerEvent } from '../store/store.ts';
import { API_VERSION, type Json, renderCharge, renderIntent, renderRefund } from './render.ts';

/** Renders an event as Stripe does: with the object as it was when the event happened. */
export function renderEvent({ id, created, type, request, subject }: LedgerEvent): Json {
  return {
    id,
    object: 'event',
    api_version: API_VERSION,
    created,
    data: { object: renderSubject(subject) },
    livemode: false,
    pending_webhooks: 0,
    request: { id: request?.id ?? null, idempotency_key: request?.idempotencyKey ?? null },
    type,
  };
}

function renderSubject(subject: LedgerEvent['subject']): Json {
  switch (subject.kind) {
    case 'payment_intent':
      return renderIntent(subject.intent);
    case 'charge':
      if (subject.intent.charge === null)
        throw new Error(`intent ${subject.intent.id} has no charge to tell of`);
      return renderCharge(subject.intent, subject.intent.charge);
    case 'refund':
      return renderRefund(subject.refund);
    default:
      return subject satisfies never;
  }
}
