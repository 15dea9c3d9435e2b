import type { RequestContext } from '../../../platform/subgraph/index.ts';
import type { SuppliesServices } from '../application/services.ts';
import { createLoaders, type SuppliesLoaders } from './loaders.ts';

/** What the resolvers of a request work with. */
export type SuppliesContext = RequestContext & {
  readonly services: SuppliesServices;
  readonly loaders: SuppliesLoaders;
};

export function createContext(services: SuppliesServices) {
  return (request: RequestContext): SuppliesContext => ({
    ...request,
    services,
    loaders: createLoaders(services),
  });
}
