import type { RequestContext } from '../../../platform/subgraph/index.ts';
import type { BookingServices } from '../application/services.ts';
import { type BookingLoaders, createLoaders } from './loaders.ts';

/** What the resolvers of a request work with. */
export type BookingContext = RequestContext & {
  readonly services: BookingServices;
  readonly loaders: BookingLoaders;
};

export function createContext(services: BookingServices) {
  return (request: RequestContext): BookingContext => ({
    ...request,
    services,
    loaders: createLoaders(services),
  });
}
