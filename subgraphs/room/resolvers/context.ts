import type { RequestContext } from '../../../platform/subgraph/index.ts';
import type { RoomServices } from '../application/services.ts';
import { createLoaders, type RoomLoaders } from './loaders.ts';

/** What the resolvers of a request work with. */
export type RoomContext = RequestContext & {
  readonly services: RoomServices;
  readonly loaders: RoomLoaders;
};

export function createContext(services: RoomServices) {
  return (request: RequestContext): RoomContext => ({
    ...request,
    services,
    loaders: createLoaders(services),
  });
}
