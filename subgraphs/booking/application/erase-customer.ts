import type { CommandContext } from '../../../platform/idempotency/once.ts';
import { isPseudonym } from '../../../platform/identity/pseudonym.ts';
import { isSubject } from '../../../platform/identity/subject.ts';
import { type NotFound, notFound } from '../../../platform/input.ts';
import type { Dependencies } from './ports.ts';

export type EraseCustomer = CommandContext & { readonly customerId: string };

/** Without the customer's id, because outcomes are kept. */
export type EraseCustomerOutcome =
  | { readonly kind: 'EraseCustomerSuccess' }
  | { readonly kind: 'CustomerHasBookings'; readonly bookingCount: number }
  | NotFound;

/**
 * Erases what is stored about a customer, unless bookings lie ahead: at once in the bookings, soon in the
 * other services (see `createCarryOutErasure`). `NotFound`: no booking, like, bookmark or review is known;
 * what another service may keep of such a person is erased all the same.
 */
export function createEraseCustomer({
  erasures,
  clock,
  completeFinishedOf,
}: Pick<Dependencies, 'erasures' | 'clock'> & {
  /** Completes the bookings of a customer that are over. */
  readonly completeFinishedOf: (customerId: string) => Promise<void>;
}) {
  return async ({ customerId, cause }: EraseCustomer): Promise<EraseCustomerOutcome> => {
    if (!isSubject(customerId) || isPseudonym(customerId)) return notFound(customerId);
    await completeFinishedOf(customerId);
    const started = await erasures.start({ customerId, at: clock(), cause });
    if (started.kind === 'HasBookings')
      return { kind: 'CustomerHasBookings', bookingCount: started.bookingCount };
    return started.isKnown ? { kind: 'EraseCustomerSuccess' } : notFound(customerId);
  };
}
