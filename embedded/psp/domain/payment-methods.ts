/** The reason for a decline, in Stripe's codes. */
export type Decline = {
  readonly code: string;
  readonly declineCode?: string;
  readonly message: string;
};

/** How a test card behaves. */
export type TestCard = {
  readonly brand: 'visa' | 'mastercard' | 'amex' | 'discover' | 'diners' | 'jcb' | 'unionpay';
  readonly last4: string;
  readonly authorisation: Decline | null;
  /** Whether its owner has to say yes before the issuer is asked: 3-D Secure. */
  readonly authentication: 'none' | 'required';
  readonly capture: 'succeeds' | 'fails';
  /** What its owner does once the money is captured. */
  readonly dispute: 'none' | 'dispute' | 'inquiry';
  readonly refund: 'succeeds' | 'fails-later' | 'pending-first';
};

const VISA: TestCard = {
  brand: 'visa',
  last4: '4242',
  authorisation: null,
  authentication: 'none',
  capture: 'succeeds',
  dispute: 'none',
  refund: 'succeeds',
};

const DECLINED = 'Your card was declined.';

/** The decline of a capture that the issuer does not honour. */
export const CAPTURE_DECLINE: Decline = {
  code: 'card_declined',
  declineCode: 'generic_decline',
  message: DECLINED,
};

/** The decline of a card whose owner said no to the payment. */
export const AUTHENTICATION_FAILURE: Decline = {
  code: 'payment_intent_authentication_failure',
  message:
    'The provided PaymentMethod has failed authentication. You can provide payment_method_data or a new ' +
    'PaymentMethod to attempt to fulfill this PaymentIntent again.',
};

/** The decline of a card whose owner has to be asked, in a request that does not want that. */
export const AUTHENTICATION_REQUIRED: Decline = {
  code: 'authentication_required',
  declineCode: 'authentication_required',
  message: 'Your card was declined. This transaction requires authentication.',
};

const BRANDS: Readonly<Record<string, TestCard>> = {
  pm_card_visa: VISA,
  pm_card_visa_debit: { ...VISA, last4: '5556' },
  pm_card_mastercard: { ...VISA, brand: 'mastercard', last4: '4444' },
  pm_card_mastercard_debit: { ...VISA, brand: 'mastercard', last4: '8210' },
  pm_card_mastercard_prepaid: { ...VISA, brand: 'mastercard', last4: '5100' },
  pm_card_amex: { ...VISA, brand: 'amex', last4: '8431' },
  pm_card_discover: { ...VISA, brand: 'discover', last4: '1117' },
  pm_card_diners: { ...VISA, brand: 'diners', last4: '0004' },
  pm_card_jcb: { ...VISA, brand: 'jcb', last4: '0505' },
  pm_card_unionpay: { ...VISA, brand: 'unionpay', last4: '0005' },
};

function declining(last4: string, declineCode: string, message = DECLINED, code = 'card_declined'): TestCard {
  return { ...VISA, last4, authorisation: { code, declineCode, message } };
}

const WRONG_CVC = "Your card's security code is incorrect.";
const FAULT = 'An error occurred while processing your card. Try again in a little bit.';
const SPECIAL_CARDS: Readonly<Record<string, TestCard>> = {
  chargeDeclined: declining('0002', 'generic_decline'),
  chargeDeclinedInsufficientFunds: declining(
    '9995',
    'insufficient_funds',
    'Your card has insufficient funds.',
  ),
  chargeDeclinedLostCard: declining('9987', 'lost_card'),
  chargeDeclinedStolenCard: declining('9979', 'stolen_card'),
  chargeDeclinedVelocityLimitExceeded: declining('6975', 'card_velocity_exceeded'),
  chargeDeclinedFraudulent: declining('0019', 'fraudulent'),
  chargeDeclinedExpiredCard: declining('0069', 'expired_card', 'Your card has expired.', 'expired_card'),
  chargeDeclinedIncorrectCvc: declining('0127', 'incorrect_cvc', WRONG_CVC, 'incorrect_cvc'),
  chargeDeclinedProcessingError: declining('0119', 'processing_error', FAULT, 'processing_error'),
  refundFail: { ...VISA, last4: '5126', refund: 'fails-later' },
  pendingRefund: { ...VISA, last4: '7726', refund: 'pending-first' },
  createDispute: { ...VISA, last4: '0259', dispute: 'dispute' },
  createDisputeInquiry: { ...VISA, last4: '1976', dispute: 'inquiry' },
  authenticationRequired: { ...VISA, last4: '3184', authentication: 'required' },
  threeDSecure2Required: { ...VISA, last4: '3220', authentication: 'required' },
  threeDSecureRequiredChargeDeclined: {
    ...declining('1629', 'generic_decline'),
    authentication: 'required',
  },
  captureFail: { ...VISA, last4: '0341', capture: 'fails' },
};

// Stripe writes some of these names with `visa_` and some without; both are accepted for each.
const CARDS = new Map<string, TestCard>([
  ...Object.entries(BRANDS),
  ...Object.entries(SPECIAL_CARDS).flatMap(([name, card]): [string, TestCard][] => [
    [`pm_card_${name}`, card],
    [`pm_card_visa_${name}`, card],
  ]),
]);

/** Finds a test card by the name of its payment method, such as `pm_card_visa`. */
export function findTestCard(paymentMethod: string): TestCard | undefined {
  return CARDS.get(paymentMethod);
}

/** The names of all test payment methods. */
export const TEST_PAYMENT_METHODS: readonly string[] = [...CARDS.keys()];
