import pg from 'pg';
import type { TestInstance } from '../embedded/testing.ts';
import { connectMongo } from '../platform/mongo/connection.ts';
import { createLogger } from '../platform/telemetry/logger.ts';

/** The limit of a board: it is read by hand, with one statement for each store. */
export type ByHand = {
  read(): Promise<void>;
  [Symbol.asyncDispose](): Promise<void>;
};

const CURRENT = {
  name: 'current',
  text: `SELECT id, room_id, lower(slot), upper(slot), status FROM bookings
    WHERE room_id = ANY ($1) AND slot @> now() AND holds`,
};
const PAYMENTS = {
  name: 'payments',
  text: 'SELECT booking_id, status FROM payments WHERE booking_id = ANY ($1)',
};

/** Opens the stores of an instance for the board of these rooms. */
export async function openByHand(instance: TestInstance, rooms: readonly string[]): Promise<ByHand> {
  const log = createLogger('bench', 'silent');
  const postgres = (database: string) => {
    const url = new URL(instance.addressOf('postgres'));
    url.pathname = `/${database}`;
    return new pg.Pool({ connectionString: url.href, max: 4, options: `-c search_path=${database}` });
  };
  const mongo = (dbName: string) => connectMongo({ url: instance.addressOf('mongodb'), dbName, log });
  const [booking, payment] = [postgres('booking'), postgres('payment')];
  const [room, supplies] = [await mongo('room'), await mongo('supplies')];
  const ids = { $in: [...rooms] };
  return {
    async read() {
      const [, , { rows }] = await Promise.all([
        room.collection<{ _id: string }>('rooms').find({ _id: ids }).toArray(),
        supplies.collection<{ _id: string }>('room_stocks').find({ _id: ids }).toArray(),
        booking.query<{ id: string }>({ ...CURRENT, values: [rooms] }),
      ]);
      await payment.query({ ...PAYMENTS, values: [rows.map(({ id }) => id)] });
    },
    async [Symbol.asyncDispose]() {
      await Promise.all([booking.end(), payment.end(), room.close(), supplies.close()]);
    },
  };
}
