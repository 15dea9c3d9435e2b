import { fileURLToPath } from 'node:url';
import { startServers } from '../embedded/testing.ts';
import { HOUR_MS } from '../platform/config/duration.ts';
import { transitionsOf } from '../platform/decisions/decider.ts';
import { newId } from '../platform/identifiers.ts';
import { migrate } from '../platform/postgres/migrate.ts';
import { createPool, type Pool } from '../platform/postgres/pool.ts';
import { createLogger } from '../platform/telemetry/logger.ts';
import { evolve as evolveBooking } from '../subgraphs/booking/domain/booking.ts';
import { createPostgresBookingStore } from '../subgraphs/booking/store/postgres-booking-store.ts';
import { createSettlementPlan } from '../subgraphs/payment/application/settlement-plan.ts';
import { evolve as evolvePayment, type PaymentEvent } from '../subgraphs/payment/domain/payment.ts';
import { createPostgresPaymentStore } from '../subgraphs/payment/store/postgres-payment-store.ts';

const CLIENTS = 8;
const AMOUNT = { amount: 1_000, currency: 'EUR' };

/**
 * Measures what PostgreSQL alone allows: the three steps of a booking that a customer waits for (slot held,
 * payment authorised, booking paid, each with its event), with the services' own statements on their own
 * tables, sequentially on each of 8 connections. Nothing is published and no service is called. Returns
 * bookings per second.
 */
export async function bareSql(durationMs: number): Promise<number> {
  await using servers = await startServers({ postgres: true, unsafe: false });
  const url = await servers.databaseUrl('bench');
  const bookingPool = await open(url, 'booking');
  const paymentPool = await open(url, 'payment');
  const clock = () => new Date().toISOString();
  const bookings = createPostgresBookingStore(bookingPool, () => {});
  const payments = createPostgresPaymentStore({
    pool: paymentPool,
    settlementPlan: createSettlementPlan({
      staleAfterMs: 5_000,
      provider: { availablePermits: () => 0 },
      slots: { reserve: () => undefined, wake() {} },
      clock,
    }),
    wakeRelay() {},
  });

  async function book(roomId: string, hour: number): Promise<void> {
    const [id, at] = [newId(), clock()];
    const cause = { correlationId: id, causationId: id };
    const start = Date.now() + hour * HOUR_MS;
    const details = {
      id,
      room: { id: roomId, name: 'Room', hostId: null },
      customerId: 'load',
      slot: { start: new Date(start).toISOString(), end: new Date(start + HOUR_MS).toISOString() },
      price: AMOUNT,
      requestedAt: at,
    };
    const [requested, paid] = transitionsOf(evolveBooking, undefined, [
      { type: 'BookingRequested', at, details },
      { type: 'BookingPaid', at },
    ]);
    if (!requested || !paid) throw new Error('A booking has two events');
    if ((await bookings.hold([requested], cause)) !== 'held') throw new Error('A slot was taken');
    const transitions = transitionsOf(evolvePayment, undefined, authorized(id, at));
    await payments.append({ id, expectedVersion: 0, transitions, cause });
    await bookings.append({ id, expectedVersion: 1, transitions: [paid], cause });
  }

  async function bookFor(ms: number): Promise<number> {
    const until = performance.now() + ms;
    const counts = await Promise.all(
      Array.from({ length: CLIENTS }, async () => {
        const roomId = newId();
        let hour = 1;
        for (; performance.now() < until; hour += 1) await book(roomId, hour);
        return hour - 1;
      }),
    );
    return counts.reduce((sum, count) => sum + count, 0);
  }

  await bookFor(durationMs / 4);
  const done = await bookFor(durationMs);
  await Promise.all([bookingPool.end(), paymentPool.end()]);
  return done / (durationMs / 1_000);
}

function authorized(bookingId: string, at: string): readonly PaymentEvent[] {
  const id = newId();
  const details = {
    id,
    bookingId,
    roomId: newId(),
    customerId: 'load',
    amount: AMOUNT,
    requestedAt: at,
    correlationId: bookingId,
  };
  return [
    { type: 'PaymentRequested', at, details, paymentMethod: 'pm_card_visa' },
    { type: 'PaymentAuthorized', at, intentId: `pi_${id}`, captureBefore: at, afterAction: false },
  ];
}

async function open(url: string, service: 'booking' | 'payment'): Promise<Pool> {
  const pool = createPool({ url, schema: service, log: createLogger('bench', 'silent'), max: CLIENTS });
  const folder = fileURLToPath(new URL(`../subgraphs/${service}/store/migrations`, import.meta.url));
  await migrate(pool, service, { series: service, folder });
  return pool;
}
