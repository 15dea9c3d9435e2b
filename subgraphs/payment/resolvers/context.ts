import type { RequestContext } from '../../../platform/subgraph/index.ts';
import type { createAuthorizePayment } from '../application/authorize-payment.ts';
import type { PaymentQueries } from '../application/ports.ts';
import { createLoaders, type PaymentLoaders } from './loaders.ts';

type PaymentServices = {
  readonly authorizePayment: ReturnType<typeof createAuthorizePayment>;
  readonly queries: PaymentQueries;
};

/** What the resolvers of a request work with. */
export type PaymentContext = RequestContext & {
  readonly services: PaymentServices;
  readonly loaders: PaymentLoaders;
};

export function createContext(services: PaymentServices) {
  return (request: RequestContext): PaymentContext => ({
    ...request,
    services,
    loaders: createLoaders(services),
  });
}
