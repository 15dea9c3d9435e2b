import {
  type AggregateCollections,
  createMongoAggregateStore,
  type MongoLink,
  openAggregates,
} from '../../../platform/mongo/index.ts';
import type { CatalogueStore } from '../application/ports.ts';
import type { Catalogue, CatalogueEvent, CatalogueState } from '../domain/catalogue.ts';

/** Opens the collection whose one document is the catalogue. */
export function openCatalogue(mongo: MongoLink): Promise<AggregateCollections> {
  return openAggregates(mongo, 'catalogue');
}

/** The catalogue in MongoDB. Nobody else is told of its events. */
export function createMongoCatalogueStore(collections: AggregateCollections): CatalogueStore {
  return createMongoAggregateStore<CatalogueState, CatalogueEvent, Catalogue>({
    collections,
    initial: undefined,
    toStored,
    toState: (stored) => stored,
    toMessage: () => undefined,
    onStored: () => undefined,
  });
}

function toStored(state: CatalogueState): Catalogue {
  if (!state) throw new Error('There is nothing to store before the first event');
  return state;
}
