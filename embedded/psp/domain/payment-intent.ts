import type { Decline } from './payment-methods.ts';

/** The state of an intent. Instants are seconds since 1970, amounts are in minor units. */
export type IntentState =
  | { readonly status: 'requires_payment_method' }
  | { readonly status: 'requires_confirmation' }
  /** The card's owner is to say yes or no on a page, which sends them to `returnUrl` afterwards. */
  | {
      readonly status: 'requires_action';
      readonly paymentMethod: string;
      readonly pageUrl: string;
      readonly returnUrl: string | null;
    }
  | { readonly status: 'requires_capture'; readonly captureBefore: number }
  | { readonly status: 'succeeded' }
  | { readonly status: 'canceled'; readonly at: number; readonly reason: string | null };

/** One attempt to charge the card: the latest of its intent. */
export type Charge = {
  readonly id: string;
  readonly created: number;
  readonly paymentMethod: string;
  /** Why the issuer refused the attempt; null if it was authorised. */
  readonly decline: Decline | null;
  readonly captureBefore: number | null;
  readonly captured: boolean;
  readonly amountCaptured: number;
  /** Without refunds that failed later. */
  readonly amountRefunded: number;
};

/** The caller's own data, which is returned unchanged. */
export type IntentDetails = {
  readonly amount: number;
  readonly currency: string;
  readonly captureMethod: 'manual' | 'automatic';
  readonly paymentMethod: string | null;
  readonly description: string | null;
  readonly customer: string | null;
  readonly receiptEmail: string | null;
  readonly metadata: Readonly<Record<string, string>>;
};

/** A payment from its creation to its end. */
export type PaymentIntent = IntentDetails & {
  readonly id: string;
  readonly created: number;
  readonly state: IntentState;
  readonly attempts: number;
  readonly charge: Charge | null;
  readonly lastDecline: Decline | null;
};

/** The webhook events about an intent. */
export type IntentEvent =
  | 'payment_intent.created'
  | 'payment_intent.amount_capturable_updated'
  | 'payment_intent.requires_action'
  | 'payment_intent.succeeded'
  | 'payment_intent.canceled'
  | 'payment_intent.payment_failed'
  | 'charge.captured'
  | 'charge.expired'
  | 'charge.refunded';

/** Where the pages are that ask the owners of cards; the id of the intent follows. */
export const AUTHENTICATION_PATH = '/redirect/authenticate/';

/** What the client of an intent knows it by. */
export function clientSecretOf({ id }: Pick<PaymentIntent, 'id'>): string {
  return `${id}_secret_simulator`;
}

/** The amount that can still be captured. */
export function capturable(intent: PaymentIntent): number {
  return intent.state.status === 'requires_capture' ? intent.amount : 0;
}

/** The captured amount, before refunds. */
export function received(intent: PaymentIntent): number {
  return intent.charge?.amountCaptured ?? 0;
}

/** The refunded amount, without refunds that failed later. */
export function refunded(intent: PaymentIntent): number {
  return intent.charge?.amountRefunded ?? 0;
}
