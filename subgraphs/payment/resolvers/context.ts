import type { RequestContext } from '../../../platform/subgraph/index.ts';
import type { PaymentServices } from '../application/services.ts';
import { createLoaders, type PaymentLoaders } from './loaders.ts';

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
