import { Client } from 'pg';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { seed } from '../../../bench/growth/seed.ts';
import { startInstance, type TestInstance } from '../../../embedded/testing.ts';
import { connectNats } from '../../../platform/messaging/jetstream/connection.ts';
import { connectMongo } from '../../../platform/mongo/connection.ts';
import { createLogger } from '../../../platform/telemetry/logger.ts';
import { createStripeClient } from '../../../subgraphs/payment/store/stripe-client.ts';
import { buildCaseHistory } from '../case-history.ts';
import { findSources } from '../sources.ts';
import { readCorrelation } from './correlation.ts';
import { readBookingCase } from './one-booking.ts';
import { readSystem } from './reading.ts';

const LIMIT_MS = 180_000;
const BOOKINGS = 600;
const log = createLogger('test', 'silent');

let instance: TestInstance;
/** The ids of all bookings, in their order. */
let ids: readonly string[];

beforeAll(async () => {
  instance = await startInstance();
  await seed(instance, { bookings: BOOKINGS, rooms: 2, publishes: true });
  ids = (await inPostgres<{ id: string }>('booking', 'SELECT id FROM bookings ORDER BY id')).map(
    ({ id }) => id,
  );
}, LIMIT_MS);
afterAll(async () => {
  await instance?.[Symbol.asyncDispose]();
});

function sources() {
  return findSources({ DATA_DIR: instance.dataDir });
}

async function inPostgres<Row = unknown>(
  service: 'booking' | 'payment' | 'notification' | 'view',
  text: string,
  values: readonly unknown[] = [],
): Promise<readonly Row[]> {
  const url = new URL(sources()[service]);
  url.pathname = `/${service}`;
  const client = new Client({ connectionString: url.href, options: `-c search_path=${service},public` });
  await client.connect();
  const { rows } = await client.query(text, [...values]);
  await client.end();
  return rows;
}

/** The id of a booking by its place; a negative one counts from the end. */
const booking = (place: number) => ids.at(place) ?? '';

/** Reads with batches of a size, and returns the codes of what is found of each booking. */
async function read(batchSize: number, streams = true) {
  let held = 0;
  let batches = 0;
  const reading = await readSystem(
    { ...sources(), ...(streams ? {} : { nats: undefined }) },
    {
      batchSize,
      onBatch(batch) {
        held = Math.max(held, batch.held);
        batches += 1;
      },
    },
  );
  return { ...reading, held, batches };
}

describe('a seeded instance', () => {
  test('is clean, and what is held at once is bounded by the batch, not by what there is', {
    timeout: LIMIT_MS,
  }, async () => {
    const whole = await read(1_000_000);
    const parts = await read(100);
    for (const { findings, counts } of [whole, parts]) {
      expect(findings).toEqual([]);
      expect(counts.bookings).toEqual({ COMPLETED: 540, CONFIRMED: 60 });
      expect(counts.messages).toBe(Object.values(counts.events).reduce((sum, each) => sum + each, 0));
    }
    expect(parts.counts).toEqual(whole.counts);
    expect(whole.held).toBeGreaterThan(5_000);
    expect(parts.batches).toBeGreaterThan(50);
    // A room has more events than a batch has records; they are held as one history.
    expect(parts.held).toBeLessThan(150);
  });

  test('the history of a booking is that of its case, without reading the others', {
    timeout: LIMIT_MS,
  }, async () => {
    const snapshot = await readBookingCase(sources(), booking(300));
    expect(snapshot.bookings).toHaveLength(1);
    // Four events of the booking, two of its payment, one of its assignment, and two messages.
    expect(snapshot.events).toHaveLength(9);
    const history = buildCaseHistory(snapshot, { booking: booking(300) });
    expect(history.findings).toEqual([]);
    expect(history.entries).toHaveLength(8);
    const [correlation = ''] = history.correlationIds;
    const byCase = await readCorrelation(sources(), correlation);
    expect(byCase.bookings.map(({ id }) => id)).toContain(booking(300));
  });
});

describe('what is wrong in a store is found in whatever batch it is', () => {
  const planted: [string, string][] = [];
  const plant = (code: string, place: number) => planted.push([code, booking(place)]);

  test('given damage at the ends and in the middle of each store', { timeout: LIMIT_MS }, async () => {
    await inPostgres('booking', `UPDATE bookings SET status = 'PAID' WHERE id = $1`, [booking(0)]);
    plant('STUCK_PAID', 0);
    await inPostgres('booking', 'DELETE FROM events WHERE aggregate_id = $1 AND version = 2', [booking(-1)]);
    plant('EVENTS_MISSING', -1);
    await inPostgres('payment', 'UPDATE payments SET amount = 7 WHERE booking_id = $1', [booking(299)]);
    plant('PRICE_DIFFERS', 299);
    await inPostgres('payment', 'DELETE FROM payments WHERE booking_id = $1', [booking(301)]);
    plant('BOOKING_WITHOUT_MONEY', 301);
    await inPostgres('view', 'DELETE FROM bookings WHERE id = $1', [booking(1)]);
    plant('VIEW_BEHIND', 1);
    await inPostgres(
      'notification',
      `DELETE FROM events WHERE data #>> '{booking,id}' = $1 AND data ->> 'kind' = 'BOOKING_CONFIRMED'`,
      [booking(-2)],
    );
    plant('MESSAGE_MISSING', -2);

    const room = await connectMongo({ url: sources().room, dbName: 'room', log });
    await room.collection('history').deleteOne({ 'data.booking.id': booking(2), type: /assigned/ });
    await room.close();
    plant('NOT_ASSIGNED', 2);

    const { stripe, close } = createStripeClient({
      ...sources().provider,
      webhookSecret: '',
      timeoutMs: 5_000,
    });
    const [{ intent_id: intent = '' } = {}] = await inPostgres<{ intent_id: string }>(
      'payment',
      'SELECT intent_id FROM payments WHERE booking_id = $1',
      [booking(303)],
    );
    await stripe.refunds.create({ payment_intent: intent });
    close();
    plant('REFUND_UNKNOWN', 303);

    const byBatch = [];
    for (const size of [1, 40, 1_000_000]) byBatch.push(await read(size));
    const [whole] = byBatch;
    const keysOf = (each: typeof whole) =>
      (each?.findings ?? []).map(({ code, ids: of, message }) => JSON.stringify([code, of, message])).sort();
    for (const each of byBatch) {
      const found = each.findings.map(({ code, ids: of }) => [code, of.booking]);
      expect(found).toEqual(expect.arrayContaining(planted));
      expect(keysOf(each)).toEqual(keysOf(whole));
    }
  });

  test('one booking alone is found to be wrong in the same ways', { timeout: LIMIT_MS }, async () => {
    const found: [string, string][] = [];
    for (const id of new Set(planted.map(([, each]) => each))) {
      const { findings } = buildCaseHistory(await readBookingCase(sources(), id), { booking: id });
      found.push(...findings.map(({ code }): [string, string] => [code, id]));
    }
    expect(found).toEqual(expect.arrayContaining(planted));
  });
});

describe('a stream', () => {
  test('has to have what it can still have: all events, or those younger than its first message', {
    timeout: LIMIT_MS,
  }, async () => {
    const { nats } = sources();
    if (!nats) throw new Error('There is no NATS');
    const link = connectNats({ ...nats, name: 'test', log });
    const { jsm } = await link.client;
    const missing = async () =>
      (await read(500)).findings.filter(({ code }) => code === 'STREAM_MISSING_EVENTS').length;
    expect(await missing()).toBe(0);
    await jsm.streams.purge('BOOKING', { keep: 300 });
    expect(await missing()).toBeGreaterThan(1_000);
    const { config } = await jsm.streams.info('BOOKING');
    await jsm.streams.update('BOOKING', { ...config, max_age: 24 * 3_600 * 1e9 });
    expect(await missing()).toBe(0);
    await link.close();
  });
});
