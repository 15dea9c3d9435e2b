import { section } from '../../platform/config/setting.ts';
import { anyDuration, positive, urls } from '../../platform/config/setting-kinds.ts';
import { policySection } from '../../platform/resilience/policy-settings.ts';
import { postgresServiceTable } from '../../platform/service/service-settings.ts';
import { BOOKING_LIMITS } from './application/booking-limits.ts';
import { ACTION_LIMIT_MS, HOLD_LIMIT_MS } from './application/scheduled-jobs.ts';

/**
 * Payment answers within its own budget for the provider (3.5 s). A retry only follows an earlier failure.
 */
const PAYMENT_LIMITS = { timeoutMs: 4_000, budgetMs: 4_000, retries: 1, inFlight: 256 };
/** How many bookings of one customer are paid at one time; more wait their turn. */
const IN_FLIGHT_PER_CUSTOMER = { alone: 8, besideOthers: 2 };
/** How long a booking may wait for a permit, in milliseconds. */
const MAX_WAIT_MS = 2_000;

/** How long booking holds a slot while it waits for payment. The auditor reads it, too. */
export const HOLD_LIMIT = anyDuration.withDefault(HOLD_LIMIT_MS, {
  env: 'HOLD_LIMIT',
  description: 'how long a slot is held while its payment is awaited',
});

/** What can be set for the booking service. */
export const BOOKING_TABLE = postgresServiceTable({
  paymentUrls: urls.required({
    env: 'PAYMENT_URL',
    defaultText: 'required; `npm start` sets it',
    description: 'instances of payment',
  }),
  payment: policySection('PAYMENT', 'calls to payment', PAYMENT_LIMITS),
  paymentTurns: section({
    waitMs: anyDuration.withDefault(MAX_WAIT_MS, {
      env: 'PAYMENT_WAIT',
      description: 'how long a booking waits for its turn to be paid; then it is refused',
    }),
    alone: positive.withDefault(IN_FLIGHT_PER_CUSTOMER.alone, {
      env: 'PAYMENT_IN_FLIGHT_PER_CUSTOMER',
      description: 'bookings of one customer that are paid at one time; more wait their turn',
    }),
    besideOthers: positive.withDefault(IN_FLIGHT_PER_CUSTOMER.besideOthers, {
      env: 'PAYMENT_IN_FLIGHT_BESIDE_OTHERS',
      description: 'the same while others book',
    }),
    deadlineMs: anyDuration.optional({
      env: 'PAYMENT_DEADLINE',
      defaultText: '`PAYMENT_WAIT` and `PAYMENT_BUDGET` together',
      description: 'time from a request to book until payment is no longer asked for it',
    }),
  }),
  holdLimitMs: HOLD_LIMIT,
  actionLimitMs: anyDuration.withDefault(ACTION_LIMIT_MS, {
    env: 'ACTION_LIMIT',
    description: 'how long a slot is held while its customer has to act at their bank',
  }),
  limits: section({
    horizonMs: anyDuration.withDefault(BOOKING_LIMITS.horizonMs, {
      env: 'BOOKING_HORIZON',
      description: 'how far ahead of the request a slot may end',
    }),
    mostDeclines: positive.withDefault(BOOKING_LIMITS.mostDeclines, {
      env: 'MAX_DECLINES',
      description: 'declined payments after which a customer has to wait',
    }),
    declinesWithinMs: anyDuration.withDefault(BOOKING_LIMITS.declinesWithinMs, {
      env: 'DECLINES_WITHIN',
      description: 'how long a declined payment counts',
    }),
  }),
});
