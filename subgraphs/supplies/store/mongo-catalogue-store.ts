import { Schema } from 'mongoose';
import { createMongoAggregateStore } from '../../../platform/mongo/aggregate-store.ts';
import type { MongoLink } from '../../../platform/mongo/connection.ts';
import {
  type AggregateModels,
  aggregateSchema,
  EMBEDDED,
  openAggregates,
  type Stored,
} from '../../../platform/mongo/schemas.ts';
import type { CatalogueStore } from '../application/ports.ts';
import type { CatalogueEvent, CatalogueState } from '../domain/catalogue.ts';
import { SUPPLY_LINE } from './supply-line-schema.ts';

const stateSchema = new Schema(
  { lines: { type: [new Schema(SUPPLY_LINE, EMBEDDED)], required: true } },
  EMBEDDED,
);
const catalogueSchema = aggregateSchema('catalogue', stateSchema);

type StoredCatalogue = Stored<typeof stateSchema>;

/** Opens the collection with the catalogue of the house and those of hosts. */
export function openCatalogues(mongo: MongoLink): Promise<AggregateModels<StoredCatalogue>> {
  return openAggregates(mongo, catalogueSchema);
}

/** Stores catalogues in MongoDB. Their events are not published. */
export function createMongoCatalogueStore(models: AggregateModels<StoredCatalogue>): CatalogueStore {
  return createMongoAggregateStore<CatalogueState, CatalogueEvent, StoredCatalogue>({
    models,
    initial: undefined,
    toStored: (state) => state,
    toState: (stored) => stored,
    toMessage: () => undefined,
    onStored: () => undefined,
  });
}
