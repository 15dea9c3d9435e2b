import { urls } from '../../platform/config/setting-kinds.ts';
import { policySection } from '../../platform/resilience/policy-settings.ts';
import { postgresServiceTable } from '../../platform/service/service-settings.ts';

/** The question is one indexed read. A retry only follows an earlier failure. */
const BOOKING_LIMITS = { timeoutMs: 2_000, budgetMs: 2_000, retries: 1, inFlight: 64 };

/** What can be set for the community service. */
export const COMMUNITY_TABLE = postgresServiceTable({
  bookingUrls: urls.required({
    env: 'BOOKING_URL',
    defaultText: 'required; `npm start` sets it',
    description: 'instances of booking',
  }),
  booking: policySection('BOOKING', 'calls to booking', BOOKING_LIMITS),
});
