import {
  paymentActionRequired,
  paymentAuthorized,
  paymentCaptured,
  paymentDeclined,
  paymentDisputed,
  paymentRefunded,
  paymentRefundFailed,
  paymentRefundRetried,
  paymentVoided,
} from '../../../schema/events/payment.ts';
import { type Projection, project } from './projection.ts';

const ABOUT_PAYMENTS = [
  paymentActionRequired,
  paymentAuthorized,
  paymentDeclined,
  paymentCaptured,
  paymentVoided,
  paymentRefunded,
  paymentRefundFailed,
  paymentRefundRetried,
  paymentDisputed,
] as const;

/** How far the payment of each booking is. */
export const paymentProjections: readonly Projection[] = project(
  'payments',
  ABOUT_PAYMENTS,
  ({ payment: { booking, status } }, { version }) => ({
    bookingId: booking.id,
    version,
    status: status === 'FAILED' ? 'REFUND_FAILED' : status,
  }),
);
