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
  readonly capture: 'succeeds' | 'fails';
  readonly refund: 'succeeds' | 'fails-later' | 'pending-first';
};

function declined(declineCode: string, message = 'Your card was declined.'): Decline {
  return {
    code: 'card_declined',
    declineCode,
    message,
  };
}

/** The decline of a capture that the issuer does not honour. */
export const CAPTURE_DECLINE: Decline = declined('generic_decline');

const VISA: TestCard = {
  brand: 'visa',
  last4: '4242',
  authorisation: null,
  capture: 'succeeds',
  refund: 'succeeds',
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

const SPECIAL_CARDS: Readonly<Record<string, TestCard>> = {
  chargeDeclined: { ...VISA, last4: '0002', authorisation: declined('generic_decline') },
  chargeDeclinedInsufficientFunds: {
    ...VISA,
    last4: '9995',
    authorisation: declined('insufficient_funds', 'Your card has insufficient funds.'),
  },
  chargeDeclinedLostCard: { ...VISA, last4: '9987', authorisation: declined('lost_card') },
  chargeDeclinedStolenCard: { ...VISA, last4: '9979', authorisation: declined('stolen_card') },
  chargeDeclinedVelocityLimitExceeded: {
    ...VISA,
    last4: '6975',
    authorisation: declined('card_velocity_exceeded'),
  },
  chargeDeclinedFraudulent: { ...VISA, last4: '0019', authorisation: declined('fraudulent') },
  chargeDeclinedExpiredCard: {
    ...VISA,
    last4: '0069',
    authorisation: { code: 'expired_card', declineCode: 'expired_card', message: 'Your card has expired.' },
  },
  chargeDeclinedIncorrectCvc: {
    ...VISA,
    last4: '0127',
    authorisation: {
      code: 'incorrect_cvc',
      declineCode: 'incorrect_cvc',
      message: "Your card's security code is incorrect.",
    },
  },
  chargeDeclinedProcessingError: {
    ...VISA,
    last4: '0119',
    authorisation: {
      code: 'processing_error',
      declineCode: 'processing_error',
      message: 'An error occurred while processing your card. Try again in a little bit.',
    },
  },
  refundFail: { ...VISA, last4: '5126', refund: 'fails-later' },
  pendingRefund: { ...VISA, last4: '7726', refund: 'pending-first' },
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
