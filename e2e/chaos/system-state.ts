import pg from 'pg';
import { z } from 'zod';
import { connectMongo } from '../../platform/mongo/index.ts';
import { createLogger } from '../../platform/telemetry/logger.ts';
import type { LedgerLine, ProviderControl } from './provider-control.ts';

const bookingRow = z.object({
  id: z.string(),
  status: z.enum(['REQUESTED', 'PAID', 'CONFIRMED', 'COMPLETED', 'REJECTED', 'CANCELLED']),
  roomId: z.string(),
  customerId: z.string(),
  start: z.date().transform((date) => date.toISOString()),
  end: z.date().transform((date) => date.toISOString()),
  amount: z.number(),
  cancelledBy: z.enum(['CUSTOMER', 'STAFF', 'ROOM', 'PAYMENT']).nullable(),
  /** Of what last happened to it. */
  correlationId: z.string().nullable(),
});

const paymentRow = z.object({
  bookingId: z.string(),
  status: z.enum([
    'REQUESTED',
    'ABANDONED',
    'DECLINED',
    'AUTHORIZED',
    'VOIDED',
    'CAPTURED',
    'REFUNDED',
    'FAILED',
  ]),
  wish: z.string().nullable(),
  refunds: z.array(z.object({ status: z.enum(['PENDING', 'SUCCEEDED', 'FAILED']), notBefore: z.string() })),
});

const roomDocument = z.object({
  _id: z.string(),
  state: z.object({
    deleted: z.boolean(),
    assignments: z.array(z.object({ bookingId: z.string() })).default([]),
  }),
});

const stockDocument = z.object({
  _id: z.string(),
  state: z.object({ status: z.enum(['PROVISIONED', 'REMOVED']) }),
});

export type BookingRow = z.infer<typeof bookingRow>;
export type PaymentRow = z.infer<typeof paymentRow>;

/** What the stores and the provider say at one moment; the services may be at work meanwhile. */
export type SystemState = {
  readonly bookings: readonly BookingRow[];
  readonly payments: readonly PaymentRow[];
  readonly intents: readonly Omit<LedgerLine, 'created' | 'currency'>[];
  readonly rooms: readonly {
    readonly id: string;
    readonly deleted: boolean;
    readonly assignments: readonly string[];
  }[];
  readonly stocks: readonly { readonly roomId: string; readonly status: 'PROVISIONED' | 'REMOVED' }[];
  /** Events that are stored and not published, by service. */
  readonly waiting: Readonly<Record<string, number>>;
};

export type Stores = {
  /** @throws Error when one of them does not answer. */
  read(): Promise<SystemState>;
};

const CONNECT_MS = 5_000;

/**
 * Reads the services' own stores, past the services.
 *
 * @param urlOf the address of a server, with user and password
 */
export function createStores(
  urlOf: (server: 'postgres' | 'mongodb') => string,
  provider: ProviderControl,
): Stores {
  async function inPostgres<T>(database: string, work: (client: pg.Client) => Promise<T>): Promise<T> {
    const url = new URL(urlOf('postgres'));
    url.pathname = `/${database}`;
    const client = new pg.Client({ connectionString: url.href, connectionTimeoutMillis: CONNECT_MS });
    // Said by `query` as well.
    client.on('error', () => {});
    await client.connect();
    try {
      return await work(client);
    } finally {
      await client.end();
    }
  }

  async function waitingIn(client: pg.Client, schema: string): Promise<number> {
    const { rows } = await client.query<{ count: number }>(
      `SELECT count(*)::integer AS count FROM ${schema}.outbox`,
    );
    return rows[0]?.count ?? 0;
  }

  async function readMongo() {
    const log = createLogger('chaos', 'silent');
    const [room, supplies] = await Promise.all(
      ['room', 'supplies'].map((dbName) => connectMongo({ url: urlOf('mongodb'), dbName, log })),
    );
    if (!room || !supplies) throw new Error('Two were asked for');
    try {
      const rooms = await room.collection('rooms').find().toArray();
      const stocks = await supplies.collection('room_stocks').find().toArray();
      const waits = { 'outbox.id': { $gt: '' } };
      return {
        rooms: rooms.map((each) => {
          const { _id: id, state } = roomDocument.parse(each);
          return {
            id,
            deleted: state.deleted,
            assignments: state.assignments.map(({ bookingId }) => bookingId),
          };
        }),
        stocks: stocks.map((each) => {
          const { _id: roomId, state } = stockDocument.parse(each);
          return { roomId, status: state.status };
        }),
        waiting: {
          room: await room.collection('rooms').countDocuments(waits),
          supplies: await supplies.collection('room_stocks').countDocuments(waits),
        },
      };
    } finally {
      await Promise.all([room.close(), supplies.close()]);
    }
  }

  return {
    async read() {
      const booking = await inPostgres('booking', async (client) => ({
        rows: (
          await client.query(`SELECT id, status, room_id AS "roomId", customer_id AS "customerId",
            lower(slot) AS start, upper(slot) AS "end", amount, cancelled_by AS "cancelledBy",
            (SELECT correlation_id FROM booking.events WHERE aggregate_id = bookings.id
              ORDER BY version DESC LIMIT 1) AS "correlationId"
            FROM booking.bookings ORDER BY id`)
        ).rows.map((row) => bookingRow.parse(row)),
        waiting: await waitingIn(client, 'booking'),
      }));
      const payment = await inPostgres('payment', async (client) => ({
        rows: (
          await client.query(
            'SELECT booking_id AS "bookingId", status, wish, refunds FROM payment.payments ORDER BY booking_id',
          )
        ).rows.map((row) => paymentRow.parse(row)),
        waiting: await waitingIn(client, 'payment'),
      }));
      const { rooms, stocks, waiting } = await readMongo();
      return {
        bookings: booking.rows,
        payments: payment.rows,
        rooms,
        stocks,
        intents: await provider.ledger(),
        waiting: { ...waiting, booking: booking.waiting, payment: payment.waiting },
      };
    },
  };
}
