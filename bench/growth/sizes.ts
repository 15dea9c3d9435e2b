import { startInstance, type TestInstance } from '../../embedded/testing.ts';
import { streamOf } from '../../platform/messaging/jetstream/streams.ts';
import { connectMongo } from '../../platform/mongo/connection.ts';
import { createLogger } from '../../platform/telemetry/logger.ts';
import { CONTEXTS } from '../../schema/events/contexts.ts';
import { servicesOn } from '../../tools/backup/stores.ts';
import { type Addresses, findAddresses, reachNats } from '../../tools/events/instance.ts';
import { openServicePool } from '../../tools/events/stores.ts';
import { bar, count, createProgress } from '../../tools/progress.ts';
import { defineBench } from '../bench.ts';
import { printHeading, printTable } from '../report.ts';
import { seed } from './seed.ts';

const DEFAULT_BOOKINGS = 10_000;
const PER_ROOM = 100;
const log = createLogger('sizes', 'silent');

/** Bytes by the names of their rows. */
type Sizes = ReadonlyMap<string, number>;

export const sizes = defineBench(
  {
    name: 'sizes',
    about: 'Bytes of a booking in each store and stream, from bookings that it seeds.',
    options: {
      bookings: {
        type: 'number',
        from: 1_000,
        to: 1_000_000,
        default: DEFAULT_BOOKINGS,
        about: 'the number of bookings',
      },
    },
    example: 'sizes --bookings 10000',
  },
  ({ bookings }) => measureSizes(bookings ?? DEFAULT_BOOKINGS),
);

async function measureSizes(bookings: number): Promise<void> {
  await using instance = await startInstance();
  const progress = createProgress((line) => process.stderr.write(`${line}\n`));
  await seed(instance, {
    bookings,
    rooms: Math.ceil(bookings / PER_ROOM),
    publishes: true,
    onProgress: (done) => progress.say(`${bar(done, bookings)} of ${count(bookings)} bookings`),
  });
  const found = await sizesOf(instance);
  printHeading(`Sizes: bytes for each of ${count(bookings)} bookings`);
  const rows = [...found].map(([name, bytes]) => [name, Math.round(bytes / bookings).toLocaleString('en')]);
  printTable(['', 'bytes'], rows);
}

async function sizesOf({ dataDir }: TestInstance): Promise<Sizes> {
  const addresses = findAddresses({ DATA_DIR: dataDir });
  return new Map([
    ...(await postgresSizes(addresses)),
    ...(await mongoSizes(addresses)),
    ...(await streamSizes(addresses)),
  ]);
}

/** Each table with its TOAST, and its indexes. */
async function postgresSizes({ database }: Addresses): Promise<Sizes> {
  const found = new Map<string, number>();
  for (const service of servicesOn('postgres')) {
    const pool = await openServicePool(service, database(service, 'postgres'));
    const { rows } = await pool.query<{ name: string; data: number; indexes: number }>(
      `SELECT relname AS name, pg_table_size(relid) AS data, pg_indexes_size(relid) AS indexes
        FROM pg_stat_user_tables WHERE schemaname = $1 AND pg_total_relation_size(relid) > 1048576 ORDER BY 1`,
      [service],
    );
    await pool.end();
    for (const { name, data, indexes } of rows) {
      found.set(`${service}: ${name}`, data);
      found.set(`${service}: ${name}, indexes`, indexes);
    }
  }
  return found;
}

/** The documents as BSON, which the storage engine compresses. */
async function mongoSizes({ database }: Addresses): Promise<Sizes> {
  const found = new Map<string, number>();
  for (const service of servicesOn('mongodb')) {
    const link = await connectMongo({ url: database(service, 'mongodb'), dbName: service, log });
    for (const name of await link.collectionNames()) {
      const [row] = await link
        .collection(name)
        .aggregate<{ bytes: number }>([{ $group: { _id: null, bytes: { $sum: { $bsonSize: '$$ROOT' } } } }])
        .toArray();
      if (row) found.set(`${service}: ${name} (BSON)`, row.bytes);
    }
    await link.close();
  }
  return found;
}

async function streamSizes({ nats }: Addresses): Promise<Sizes> {
  const link = await reachNats(nats);
  try {
    const { jsm } = await link.client;
    const found = new Map<string, number>();
    for (const context of CONTEXTS)
      found.set(`stream ${streamOf(context)}`, (await jsm.streams.info(streamOf(context))).state.bytes);
    return found;
  } finally {
    await link.close();
  }
}
