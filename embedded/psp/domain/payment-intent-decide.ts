import { stepFailure } from './amounts.ts';
import { type Failure, invalidRequest } from './failure.ts';
import type { Charge, IntentDetails, IntentEvent, PaymentIntent } from './payment-intent.ts';
import {
  AUTHENTICATION_FAILURE,
  AUTHENTICATION_REQUIRED,
  CAPTURE_DECLINE,
  type Decline,
  findTestCard,
} from './payment-methods.ts';

type Change = { readonly intent: PaymentIntent; readonly events: readonly IntentEvent[] };
type Done = Change & { readonly kind: 'done' };

/**
 * The result of a command. A decline changes the intent and is refused to the caller; a refusal changes
 * nothing.
 */
export type Decision =
  | Done
  | (Change & { readonly kind: 'declined'; readonly failure: Failure })
  | { readonly kind: 'refused'; readonly failure: Failure };

/** The current time (seconds since 1970) and the lifetime of a new authorisation (seconds). */
export type Moment = {
  readonly at: number;
  readonly authLifetimeS: number;
};

/** What a confirmation says about the owner of the card. */
export type Confirmation = {
  /** The payment method; that of the intent when it is null. */
  readonly paymentMethod: string | null;
  /** The page that asks the owner. */
  readonly pageUrl: string;
  /** Where the owner goes after the authentication. */
  readonly returnUrl: string | null;
  /** The owner cannot be asked: a card that requires it is declined. */
  readonly declinesAction: boolean;
};

const CONFIRMABLE = ['requires_payment_method', 'requires_confirmation'];
const CANCELABLE = [
  'requires_payment_method',
  'requires_capture',
  'requires_confirmation',
  'requires_action',
];

/** Creates an intent; with a payment method it waits for confirmation. */
export function createIntent(id: string, details: IntentDetails, at: number): Done {
  const status = details.paymentMethod === null ? 'requires_payment_method' : 'requires_confirmation';
  return done(
    { ...details, id, created: at, state: { status }, attempts: 0, charge: null, lastDecline: null },
    'payment_intent.created',
  );
}

/**
 * Authorises the card and, with automatic capture, captures the money, too, unless its owner has to say yes
 * first. The payment method is a known test card.
 */
export function confirmIntent(
  intent: PaymentIntent,
  { paymentMethod, pageUrl, returnUrl, declinesAction }: Confirmation,
  moment: Moment,
): Decision {
  if (!CONFIRMABLE.includes(intent.state.status)) return unexpectedState(intent, 'confirm', CONFIRMABLE);
  const method = paymentMethod ?? intent.paymentMethod;
  const card = method === null ? undefined : findTestCard(method);
  if (method === null || card === undefined) {
    return refuse(
      invalidRequest(
        'You cannot confirm this PaymentIntent because it is missing a payment method. ' +
          'Update the PaymentIntent with a payment method, or pass one to confirm.',
        { code: 'payment_intent_unexpected_state' },
      ),
    );
  }
  if (card.authentication === 'none') return charge(intent, { method, decline: card.authorisation }, moment);
  if (declinesAction) return charge(intent, { method, decline: AUTHENTICATION_REQUIRED }, moment);
  return done(
    {
      ...intent,
      paymentMethod: method,
      lastDecline: null,
      state: { status: 'requires_action', paymentMethod: method, pageUrl, returnUrl },
    },
    'payment_intent.requires_action',
  );
}

/** The owner of the card says yes or no to a payment that waits for it. */
export function authenticateIntent(intent: PaymentIntent, isGiven: boolean, moment: Moment): Decision {
  const { state } = intent;
  if (state.status !== 'requires_action') return unexpectedState(intent, 'authenticate', ['requires_action']);
  const { paymentMethod: method } = state;
  const decline = isGiven ? (findTestCard(method)?.authorisation ?? null) : AUTHENTICATION_FAILURE;
  return charge(intent, { method, decline }, moment);
}

/** Asks the issuer, who authorises the payment unless there is a decline. */
function charge(
  intent: PaymentIntent,
  { method, decline }: { readonly method: string; readonly decline: Decline | null },
  { at, authLifetimeS }: Moment,
): Decision {
  const attempts = intent.attempts + 1;
  const automatic = intent.captureMethod === 'automatic';
  const authorised = decline === null;
  const captureBefore = authorised && !automatic ? at + authLifetimeS : null;
  const attempt: Charge = {
    id: chargeId(intent.id, attempts),
    created: at,
    paymentMethod: method,
    decline,
    captureBefore,
    captured: authorised && automatic,
    amountCaptured: authorised && automatic ? intent.amount : 0,
    amountRefunded: 0,
  };
  const tried: PaymentIntent = { ...intent, attempts, charge: attempt };

  if (decline !== null) {
    const failed: PaymentIntent = {
      ...tried,
      paymentMethod: null,
      state: { status: 'requires_payment_method' },
      lastDecline: decline,
    };
    const failure = cardFailure(decline, attempt.id);
    return { kind: 'declined', intent: failed, events: ['payment_intent.payment_failed'], failure };
  }
  const accepted = { ...tried, paymentMethod: method, lastDecline: null };
  return captureBefore === null
    ? done({ ...accepted, state: { status: 'succeeded' } }, 'payment_intent.succeeded')
    : done(
        { ...accepted, state: { status: 'requires_capture', captureBefore } },
        'payment_intent.amount_capturable_updated',
      );
}

/**
 * Captures the authorised money, or part of it (the rest is released). If the issuer refuses the capture, the
 * authorisation stays: it can be captured again, or canceled.
 */
export function captureIntent(
  intent: PaymentIntent,
  amount: number | null,
  { issuerRefuses }: { readonly issuerRefuses: boolean },
): Decision {
  const { charge } = intent;
  if (intent.state.status !== 'requires_capture' || charge === null) {
    return unexpectedState(intent, 'capture', ['requires_capture']);
  }
  const taken = amount ?? intent.amount;
  const unfit = stepFailure(taken, intent.currency, 'amount_to_capture');
  if (unfit !== undefined) return refuse(unfit);
  if (taken > intent.amount) {
    return refuse(
      invalidRequest(
        `The amount to capture (${taken}) must not exceed the capturable amount (${intent.amount}).`,
        { code: 'amount_too_large', param: 'amount_to_capture' },
      ),
    );
  }
  if (issuerRefuses || findTestCard(charge.paymentMethod)?.capture === 'fails') {
    return refuse(cardFailure(CAPTURE_DECLINE, charge.id));
  }
  return done(
    {
      ...intent,
      state: { status: 'succeeded' },
      charge: { ...charge, captured: true, amountCaptured: taken },
    },
    'charge.captured',
    'payment_intent.succeeded',
  );
}

/** Cancels an intent that has captured no money, and releases what was authorised. */
export function cancelIntent(intent: PaymentIntent, reason: string | null, at: number): Decision {
  if (!CANCELABLE.includes(intent.state.status)) return unexpectedState(intent, 'cancel', CANCELABLE);
  return done({ ...intent, state: { status: 'canceled', at, reason } }, 'payment_intent.canceled');
}

/** If an authorisation has expired: the intent, canceled by the provider. Otherwise undefined. */
export function lapseIntent(intent: PaymentIntent, at: number): Done | undefined {
  if (intent.state.status !== 'requires_capture' || at < intent.state.captureBefore) return undefined;
  const canceled: PaymentIntent = { ...intent, state: { status: 'canceled', at, reason: 'expired' } };
  return done(canceled, 'charge.expired', 'payment_intent.canceled');
}

/** The intent of a charge: the charge's id contains it. */
export function intentOfCharge(charge: string): string {
  return charge.replace(/^ch_(.*)_\d+$/, 'pi_$1');
}

function chargeId(intent: string, attempt: number): string {
  return `${intent.replace(/^pi_/, 'ch_')}_${attempt}`;
}

function done(intent: PaymentIntent, ...events: readonly IntentEvent[]): Done {
  return { kind: 'done', intent, events };
}

function refuse(failure: Failure): Decision {
  return { kind: 'refused', failure };
}

function cardFailure({ code, declineCode, message }: Decline, charge: string): Failure {
  return {
    status: 402,
    type: 'card_error',
    code,
    message,
    charge,
    ...(declineCode === undefined ? {} : { declineCode }),
  };
}

function unexpectedState(intent: PaymentIntent, verb: string, allowed: readonly string[]): Decision {
  const message =
    `You cannot ${verb} this PaymentIntent because it has a status of ${intent.state.status}. ` +
    `Only a PaymentIntent with one of the following statuses may be used here: ${allowed.join(', ')}.`;
  return refuse(invalidRequest(message, { code: 'payment_intent_unexpected_state' }));
}
