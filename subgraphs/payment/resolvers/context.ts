import { actorOf } from '../../../platform/identity/identity.ts';
import { loaderBy, loaderFrom } from '../../../platform/subgraph/loaders.ts';
import type { RequestContext } from '../../../platform/subgraph/request-context.ts';
import type { PaymentServices } from '../application/services.ts';

/** What the resolvers of a request work with. */
export type PaymentContext = ReturnType<ReturnType<typeof createContext>>;

/** Returns the context of each request, with loaders that batch the reads of that request. */
export function createContext(
  services: Pick<
    PaymentServices,
    'authorizePayment' | 'confirmAuthorization' | 'retryRefund' | 'settleRefund' | 'queries' | 'idempotency'
  >,
) {
  const { queries } = services;
  return (request: RequestContext) => ({
    ...request,
    services,
    actor: actorOf(request.identity, 'payment:read'),
    loaders: {
      payment: loaderBy(queries.byIds, ({ id }) => id),
      byBooking: loaderFrom(queries.byBookings),
    },
  });
}
