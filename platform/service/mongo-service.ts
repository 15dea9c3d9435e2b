import type { StreamRetention } from '../messaging/event.ts';
import type { Publish } from '../messaging/jetstream/publisher.ts';
import { connectMongo, createOutageCheck, type MongoLink } from '../mongo/connection.ts';
import { createKeyIndexes, deleteExpiredKeys } from '../mongo/idempotency.ts';
import { readOutbox } from '../mongo/outbox.ts';
import type { EventModels } from '../mongo/schemas.ts';
import { createWaitingKinds, type OnStored } from '../mongo/waiting-kinds.ts';
import type { Logger } from '../telemetry/logger.ts';
import type { MongoServiceSettings } from './service-settings.ts';
import { createSubgraphService, type SubgraphService } from './subgraph-service.ts';

type Aggregates = Readonly<Record<string, EventModels>>;

type MongoService<All extends Aggregates> = Omit<SubgraphService, 'wakeRelay'> & {
  readonly mongo: MongoLink;
  readonly aggregates: All;
  /** Publishes events of these aggregates that were just stored. */
  readonly wakeRelay: OnStored;
};

export type MongoServiceOptions = {
  readonly name: string;
  /** The service's folder, with `schema.graphql`. */
  readonly folder: string;
  readonly settings: MongoServiceSettings;
  /** How long the stream keeps the service's events. */
  readonly streamRetention: StreamRetention;
  readonly log: Logger;
};

/**
 * Opens a service with a MongoDB database of its name.
 *
 * @param openAll opens the models of the service's aggregates, in the order in which `publishWaiting` takes
 *   them, and creates their indexes
 */
export async function openMongoService<All extends Aggregates>(
  { name, folder, settings, streamRetention, log }: MongoServiceOptions,
  openAll: (mongo: MongoLink) => Promise<All>,
): Promise<MongoService<All>> {
  const mongo = await connectMongo({ url: settings.mongodbUrl, dbName: name, log });
  const aggregates = await openAll(mongo);
  await createKeyIndexes(mongo);
  const kinds = createWaitingKinds(Object.values(aggregates));
  const store = {
    publishWaiting: (publish: Publish) => kinds.publish(publish),
    readOutbox: () => readOutbox(Object.values(aggregates)),
    ping: () => mongo.ping(),
    isOutage: createOutageCheck(mongo),
    retention: [() => deleteExpiredKeys(mongo, settings.keysKeptMs)],
    close: () => mongo.close(),
  };
  const service = await createSubgraphService({ name, folder, settings, store, streamRetention, log });
  return {
    ...service,
    mongo,
    aggregates,
    wakeRelay(models) {
      kinds.note(models);
      service.wakeRelay();
    },
  };
}
