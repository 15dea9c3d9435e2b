import { env } from '../config/env.ts';
import type { StreamRetention } from '../messaging/event.ts';
import type { Publish } from '../messaging/jetstream/publisher.ts';
import { connectMongo, createOutageCheck, type MongoLink } from '../mongo/connection.ts';
import { createKeyIndexes, deleteExpiredKeys } from '../mongo/idempotency.ts';
import { readOutbox } from '../mongo/outbox.ts';
import type { EventModels } from '../mongo/schemas.ts';
import { createWaitingKinds, type OnStored } from '../mongo/waiting-kinds.ts';
import { createLogger } from '../telemetry/logger.ts';
import { createSubgraphService, readServiceSettings, type SubgraphService } from './subgraph-service.ts';

type Aggregates = Readonly<Record<string, EventModels>>;

type MongoService<All extends Aggregates> = Omit<SubgraphService, 'wakeRelay'> & {
  readonly mongo: MongoLink;
  readonly aggregates: All;
  /** Publishes events of these aggregates that were just stored. */
  readonly wakeRelay: OnStored;
};

/**
 * Opens a service with a MongoDB database of its name.
 *
 * @param folder the service's folder, with `schema.graphql`
 * @param streamRetention how long the stream keeps the service's events
 * @param openAll opens the models of the service's aggregates, in the order in which `publishWaiting` takes
 *   them, and creates their indexes
 */
export async function openMongoService<All extends Aggregates>(
  name: string,
  folder: string,
  streamRetention: StreamRetention,
  openAll: (mongo: MongoLink) => Promise<All>,
): Promise<MongoService<All>> {
  const log = createLogger(name);
  const settings = readServiceSettings(log);
  const mongo = await connectMongo({
    url: env.url('MONGODB_URL', 'mongodb:', 'mongodb+srv:'),
    dbName: name,
    log,
  });
  const aggregates = await openAll(mongo);
  await createKeyIndexes(mongo);
  const kinds = createWaitingKinds(Object.values(aggregates));
  const store = {
    publishWaiting: (publish: Publish) => kinds.publish(publish),
    readOutbox: () => readOutbox(Object.values(aggregates)),
    ping: () => mongo.ping(),
    isOutage: createOutageCheck(mongo),
    retention: [() => deleteExpiredKeys(mongo)],
    close: () => mongo.close(),
  };
  const service = createSubgraphService({ name, folder, settings, store, streamRetention, log });
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
