import { hasScope, type Identity } from '../../../platform/identity/index.ts';
import type { VisiblePayment } from '../application/ports.ts';

/** The payment, for its customer and staff; for all others there is none. */
export function visibleTo(identity: Identity, payment: VisiblePayment | undefined): VisiblePayment | null {
  if (!payment) return null;
  return payment.customerId === identity.subject || hasScope(identity, 'payment:read-all') ? payment : null;
}
