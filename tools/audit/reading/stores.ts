import { type OpenMongo, openMongo } from '../load/mongo.ts';
import { type OpenSchema, openSchema } from '../load/postgres.ts';
import { type OpenStreams, openStreams } from '../load/streams.ts';
import type { Sources } from '../sources.ts';

/** The stores of the facts while they are read. */
export type Stores = {
  readonly booking: OpenSchema;
  readonly payment: OpenSchema;
  readonly community: OpenSchema;
  readonly notification: OpenSchema;
  readonly room: OpenMongo;
  readonly supplies: OpenMongo;
  /** Undefined: the streams are not read. */
  readonly streams: OpenStreams | undefined;
  close(): Promise<void>;
};

type Closable = { close(): Promise<void> };

/**
 * Opens all stores at once: each PostgreSQL store is read in one snapshot of its database, and these are
 * taken at the same moment.
 *
 * @throws CannotRead
 */
export async function openStores(sources: Sources): Promise<Stores> {
  const opened: Closable[] = [];
  const keep = async <Store extends Closable>(opening: Promise<Store>): Promise<Store> => {
    const store = await opening;
    opened.push(store);
    return store;
  };
  const close = async () => void (await Promise.all(opened.map((store) => store.close())));
  const opening = [
    keep(openSchema(sources.booking, 'booking')),
    keep(openSchema(sources.payment, 'payment')),
    keep(openSchema(sources.community, 'community')),
    keep(openSchema(sources.notification, 'notification')),
    keep(openMongo(sources.room, 'room')),
    keep(openMongo(sources.supplies, 'supplies')),
    sources.nats === undefined ? undefined : keep(openStreams(sources.nats)),
  ] as const;
  // All of them, even if one fails, so that no connection stays open.
  await Promise.allSettled(opening);
  try {
    const [booking, payment, community, notification, room, supplies, streams] = await Promise.all(opening);
    return { booking, payment, community, notification, room, supplies, streams, close };
  } catch (error) {
    await close();
    throw error;
  }
}
