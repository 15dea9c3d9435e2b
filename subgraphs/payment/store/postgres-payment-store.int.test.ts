import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { transitionsOf } from '../../../platform/decisions/decider.ts';
import { newId } from '../../../platform/identifiers.ts';
import { readHistory } from '../../../platform/postgres/event-log.ts';
import { migrate } from '../../../platform/postgres/migrate.ts';
import { createPool, type Pool } from '../../../platform/postgres/pool.ts';
import { createLogger } from '../../../platform/telemetry/logger.ts';
import { createTestDatabase, type TestDatabase } from '../../../platform/testing/index.ts';
import type {
  DuePayment,
  PaymentQueries,
  PaymentStore,
  RoomReplicaStore,
  SettlementQueue,
} from '../application/ports.ts';
import { createSettlementPlan } from '../application/settlement-plan.ts';
import type { ReservedSlot } from '../application/worker.ts';
import {
  evolve,
  type Payment,
  type PaymentDetails,
  type PaymentEvent,
  type PaymentState,
} from '../domain/payment.ts';
import { createPostgresPaymentQueries } from './postgres-payment-queries.ts';
import { createPostgresPaymentStore } from './postgres-payment-store.ts';
import { createPostgresRoomReplicaStore } from './postgres-room-replica-store.ts';
import { createPostgresSettlementQueue } from './postgres-settlement-queue.ts';

const AT = '2030-05-01T10:00:00.000Z';
const cause = { correlationId: 'story', causationId: 'step' };
const ALL = 1_000;

let database: TestDatabase;
let pool: Pool;
let store: PaymentStore;
let queue: SettlementQueue;
let queries: PaymentQueries;
let rooms: RoomReplicaStore;
let now = AT;
const wakeRelay = vi.fn();
const wakeWorker = vi.fn();
/** What the change since the last call has woken. */
function woken() {
  const calls = { relay: wakeRelay.mock.calls.length, worker: wakeWorker.mock.calls.length };
  vi.clearAllMocks();
  return calls;
}
/** No slot of the worker is free unless a test provides one. */
let reserve: () => ReservedSlot<DuePayment> | undefined = () => undefined;

beforeAll(async () => {
  database = await createTestDatabase();
  pool = createPool({ url: database.url, schema: 'payment', log: createLogger('test', 'silent') });
  await migrate(pool, 'payment', { series: 'payment', folder: join(import.meta.dirname, 'migrations') });
  const clock = () => now;
  const settlementPlan = createSettlementPlan({
    staleAfterMs: 3_500,
    provider: { availablePermits: () => 1 },
    slots: { reserve: () => reserve(), wake: wakeWorker },
    clock,
  });
  store = createPostgresPaymentStore({ pool, settlementPlan, wakeRelay });
  queue = createPostgresSettlementQueue({ pool, settlementPlan, clock });
  queries = createPostgresPaymentQueries(pool);
  rooms = createPostgresRoomReplicaStore(pool);
});
afterAll(async () => {
  await pool.end();
  await database[Symbol.asyncDispose]();
});

function request(bookingId = newId(), change: Partial<PaymentDetails> = {}): PaymentEvent {
  const amount = { amount: 12_000, currency: 'KRW' };
  const details = {
    id: newId(),
    bookingId,
    roomId: newId(),
    customerId: 'alice',
    amount,
    requestedAt: AT,
    correlationId: 'story',
    ...change,
  };
  return { type: 'PaymentRequested', at: AT, details, paymentMethod: 'pm_card_visa' };
}
const authorized: PaymentEvent = {
  type: 'PaymentAuthorized',
  at: AT,
  intentId: 'pi_1',
  captureBefore: '2030-05-08T10:00:00.000Z',
  afterAction: false,
};
const captureRequested: PaymentEvent = { type: 'CaptureRequested', at: AT };
const captured: PaymentEvent = { type: 'PaymentCaptured', at: AT };

/** Appends to the stored payment. */
async function append(bookingId: string, events: readonly PaymentEvent[], handles?: string) {
  const { state: before, version: expectedVersion } = await store.load(bookingId);
  const transitions = transitionsOf(evolve, before, events);
  return store.append({ id: bookingId, expectedVersion, transitions, cause, handles });
}
const storedPayment = (...events: readonly PaymentEvent[]) => paymentWith({}, ...events);
async function paymentWith(
  details: Partial<PaymentDetails>,
  ...events: readonly PaymentEvent[]
): Promise<Payment> {
  const bookingId = newId();
  await append(bookingId, [request(bookingId, details), ...events]);
  const { state } = await store.load(bookingId);
  if (!state) throw new Error('the payment was not stored');
  return state;
}
const published = async ({ id }: Payment) =>
  (await readHistory(pool, [id])).map(({ type, version }) => `${type.split('.')[2]} ${version}`);

describe('the store', () => {
  const refund = { refundId: newId(), at: AT };
  const requested: PaymentEvent = {
    type: 'RefundRequested',
    ...refund,
    amount: { amount: 12_000, currency: 'KRW' },
    origin: 'SERVICE',
    notBefore: AT,
  };
  test.each<[string, readonly PaymentEvent[]]>([
    ['requested', []],
    ['abandoned', [{ type: 'PaymentAbandoned', at: AT }]],
    ['declined', [{ type: 'PaymentDeclined', at: AT, declineCode: 'lost_card', intentId: null }]],
    [
      'waiting for its customer',
      [
        {
          type: 'PaymentActionRequired',
          at: AT,
          intentId: 'pi_1',
          action: { clientSecret: 'pi_1_secret_1', redirectUrl: 'https://bank.example/1' },
        },
        { type: 'ReleaseRequested', at: AT, reason: 'BOOKING_REJECTED' },
      ],
    ],
    [
      'declined with an intent that is still open',
      [{ type: 'PaymentDeclined', at: AT, declineCode: 'lost_card', intentId: 'pi_1' }],
    ],
    ['authorised', [authorized]],
    ['to be captured', [authorized, captureRequested]],
    ['to be released', [authorized, { type: 'ReleaseRequested', at: AT, reason: 'BOOKING_REJECTED' }]],
    ['voided', [{ type: 'PaymentVoided', at: AT, intentId: 'pi_1', reason: 'AUTHORIZATION_LAPSED' }]],
    ['captured', [authorized, captured]],
    [
      'refunded',
      [
        authorized,
        captured,
        requested,
        { type: 'PaymentRefunded', ...refund, providerId: 're_1', status: 'SUCCEEDED' },
      ],
    ],
    [
      'refunded in part at the provider, and disputed',
      [
        authorized,
        captured,
        {
          type: 'RefundFound',
          ...refund,
          amount: { amount: 5_000, currency: 'KRW' },
          providerId: 're_1',
          status: 'SUCCEEDED',
        },
        {
          type: 'DisputeChanged',
          at: AT,
          dispute: {
            providerId: 'du_1',
            status: 'NEEDS_RESPONSE',
            reason: 'fraudulent',
            amount: { amount: 7_000, currency: 'KRW' },
            openedAt: AT,
          },
        },
        { type: 'ReleaseRequested', at: AT, reason: 'BOOKING_CANCELLED' },
      ],
    ],
    [
      'settled by an admin',
      [
        authorized,
        captured,
        requested,
        { type: 'RefundFailed', ...refund, providerId: 're_1', reason: 'unknown', isFinal: true },
        {
          type: 'RefundSettled',
          at: AT,
          refundId: newId(),
          amount: { amount: 12_000, currency: 'KRW' },
          reason: 'In cash',
        },
      ],
    ],
    [
      'not refundable',
      [
        authorized,
        captured,
        requested,
        { type: 'RefundFailed', ...refund, providerId: 're_1', reason: 'unknown', isFinal: true },
      ],
    ],
  ])('loads a payment that is %s as it was stored', async (_status, events) => {
    const opening = request();
    if (opening.type !== 'PaymentRequested') throw new Error('not a request');
    const { bookingId } = opening.details;
    await append(bookingId, [opening]);
    for (const event of events) await append(bookingId, [event]);
    expect((await store.load(bookingId)).state).toEqual(
      [opening, ...events].reduce<PaymentState>(evolve, undefined),
    );
  });

  test('keeps an amount up to 2^53-1', async () => {
    const amount = { amount: Number.MAX_SAFE_INTEGER, currency: 'KRW' };
    expect(await paymentWith({ amount })).toMatchObject({ amount });
  });

  test('adds the room to a payment that knows none, whatever its state', async () => {
    const roomId = newId();
    const [unknown, known] = [
      await paymentWith({ roomId: null }, authorized, captured),
      await storedPayment(authorized),
    ];
    for (const { bookingId } of [unknown, known]) await store.addRoom(bookingId, roomId);
    expect((await store.load(unknown.bookingId)).state).toEqual({ ...unknown, roomId });
    expect((await store.load(known.bookingId)).state).toEqual(known);
  });

  test('loads an undefined state for an unknown booking', async () =>
    expect(await store.load(newId())).toEqual({ state: undefined, version: 0 }));

  test('publishes results and not requests, in versions without gaps', async () => {
    const payment = await storedPayment(authorized);
    await append(payment.bookingId, [captureRequested]);
    await append(payment.bookingId, [captured]);
    await append(payment.bookingId, [requested]);
    await append(payment.bookingId, [
      { type: 'PaymentRefunded', ...refund, providerId: 're_1', status: 'SUCCEEDED' },
    ]);
    expect(await published(payment)).toEqual(['authorized 1', 'captured 2', 'refunded 3']);
  });

  test('wakes the relay for events to publish, and the worker for a step that is due', async () => {
    woken();
    const payment = await storedPayment();
    expect(woken()).toEqual({ relay: 0, worker: 0 });
    await append(payment.bookingId, [authorized]);
    expect(woken()).toEqual({ relay: 1, worker: 0 });
    await append(payment.bookingId, [captureRequested]);
    expect(woken()).toEqual({ relay: 0, worker: 1 });
  });

  test('stores one payment for a booking when several are requested at once', async () => {
    const bookingId = newId();
    const first = await Promise.all(
      [1, 2, 3].map(async () => {
        const transitions = transitionsOf(evolve, undefined, [request(bookingId)]);
        return store.append({ id: bookingId, expectedVersion: 0, transitions, cause });
      }),
    );
    expect(first.sort()).toEqual(['appended', 'conflict', 'conflict']);
  });

  test('rejects a decision on an outdated payment', async () => {
    const payment = await storedPayment();
    const { state: before, version: expectedVersion } = await store.load(payment.bookingId);
    const transitions = transitionsOf(evolve, before, [authorized]);
    const late = { id: payment.bookingId, expectedVersion, transitions, cause };
    expect(await store.append(late)).toBe('appended');
    const eventId = newId();
    expect(await store.append({ ...late, handles: eventId })).toBe('conflict');
    // The rejected append has not recorded the event as handled.
    expect(await append(payment.bookingId, [captureRequested], eventId)).toBe('appended');
  });

  test.each(['evt_1', newId()])('handles an event once: %s', async (eventId) => {
    const { bookingId } = await storedPayment(authorized);
    expect(await append(bookingId, [captureRequested], eventId)).toBe('appended');
    expect(await append(bookingId, [captured], eventId)).toBe('handled-before');
    expect((await store.load(bookingId)).state).toMatchObject({
      status: 'AUTHORIZED',
      desiredOutcome: 'CAPTURE',
    });
  });

  test('records an event without a change as handled, and wakes neither worker nor relay', async () => {
    const { bookingId } = await storedPayment(authorized);
    woken();
    expect(await append(bookingId, [], 'evt_nothing')).toBe('appended');
    expect(await append(bookingId, [captured], 'evt_nothing')).toBe('handled-before');
    expect(woken()).toEqual({ relay: 0, worker: 0 });
  });
});

describe('the queue', () => {
  const claimed = async (payment: Payment) =>
    (await queue.claim(ALL)).find((due) => due.payment.id === payment.id);

  test('returns due payments, and again later with a higher attempt number', async () => {
    now = AT;
    const payment = await storedPayment(authorized, captureRequested);
    expect(await claimed(payment)).toEqual({ payment, attempt: 1, cause });
    expect(await claimed(payment)).toBeUndefined();
    now = '2030-05-01T10:00:03.500Z';
    expect(await claimed(payment)).toMatchObject({ attempt: 2 });
    now = '2030-05-01T10:00:07.000Z';
    expect(await claimed(payment)).toBeUndefined();
    // A change restarts the count.
    await append(payment.bookingId, [{ type: 'ReleaseRequested', at: AT, reason: 'BOOKING_CANCELLED' }]);
    expect(await claimed(payment)).toMatchObject({
      attempt: 1,
      payment: { desiredOutcome: 'BOOKING_CANCELLED' },
    });
    now = AT;
  });

  test('does not return a payment while a call may be in flight', async () => {
    const payment = await storedPayment();
    expect(await claimed(payment)).toBeUndefined();
    now = '2030-05-01T10:00:03.500Z';
    expect(await claimed(payment)).toMatchObject({ payment: { status: 'REQUESTED' } });
    now = AT;
  });

  test('returns each payment to one of several concurrent claims', async () => {
    await queue.claim(ALL);
    const payments = await Promise.all([1, 2, 3, 4].map(() => storedPayment(authorized, captureRequested)));
    const claims = (await Promise.all([queue.claim(2), queue.claim(2), queue.claim(2)])).flat();
    expect(claims.map(({ payment }) => payment.id).sort()).toEqual(payments.map(({ id }) => id).sort());
  });
});

describe('a step that is due at once, while a slot is free', () => {
  test('is started by its writer, and is claimed again only after its first attempt', async () => {
    now = AT;
    const started: DuePayment[] = [];
    const payment = await storedPayment(authorized);
    woken();
    reserve = () => ({ start: (due: DuePayment) => void started.push(due), release() {} });
    await append(payment.bookingId, [captureRequested]);
    reserve = () => undefined;
    const { state } = await store.load(payment.bookingId);
    expect(started).toEqual([{ payment: state, attempt: 1, cause }]);
    expect(woken()).toEqual({ relay: 0, worker: 0 });
    const claimed = async () =>
      (await queue.claim(ALL)).find(({ payment: { bookingId } }) => bookingId === payment.bookingId);
    expect(await claimed()).toBeUndefined();
    now = '2030-05-01T10:00:03.500Z';
    expect(await claimed()).toMatchObject({ attempt: 2 });
    now = AT;
  });

  test('frees the slot after a conflict', async () => {
    const payment = await storedPayment(authorized);
    const { state: before } = await store.load(payment.bookingId);
    const [start, release] = [vi.fn(), vi.fn()];
    reserve = () => ({ start, release });
    const late = {
      id: payment.bookingId,
      expectedVersion: 1,
      transitions: transitionsOf(evolve, before, [captureRequested]),
      cause,
    };
    expect(await store.append(late)).toBe('conflict');
    reserve = () => undefined;
    expect(start).not.toHaveBeenCalled();
    expect(release).toHaveBeenCalledOnce();
  });
});

describe('the queries', () => {
  const roomOf = async (hostId: string | null) => {
    const id = newId();
    await rooms.save({ id, version: 1, hostId });
    return id;
  };

  test('return payments with an outcome, by id and by booking, with the host of the room', async () => {
    const shown = await paymentWith({ roomId: await roomOf('henry') }, authorized);
    const hidden = [await storedPayment(), await storedPayment({ type: 'PaymentAbandoned', at: AT })];
    const all = [shown, ...hidden];
    const found = [{ ...shown, hostId: 'henry' }];
    expect(await queries.byIds(all.map(({ id }) => id))).toEqual(found);
    expect(await queries.byBookings(all.map(({ bookingId }) => bookingId))).toEqual(
      new Map([[shown.bookingId, { ...shown, hostId: 'henry' }]]),
    );
  });

  test.each<[string, () => Promise<string | null>]>([
    ['has none', () => roomOf(null)],
    ['is not known yet', async () => newId()],
    ['was not stored', async () => null],
  ])('know no host when the room %s', async (_why, createRoom) => {
    const payment = await paymentWith({ roomId: await createRoom() }, authorized);
    expect(await queries.byIds([payment.id])).toEqual([{ ...payment, hostId: null }]);
  });

  test('know the host of the newest version of a room', async () => {
    const roomId = await roomOf('henry');
    const { id } = await paymentWith({ roomId }, authorized);
    await rooms.save({ id: roomId, version: 3, hostId: 'hanna' });
    await rooms.save({ id: roomId, version: 2, hostId: 'hugo' });
    expect(await queries.byIds([id])).toMatchObject([{ hostId: 'hanna' }]);
  });

  test('list the newest payments first, by page, and count all', async () => {
    const hostId = 'pages';
    const roomId = await roomOf(hostId);
    const at = (minute: number) =>
      paymentWith({ roomId, requestedAt: `2030-05-01T11:0${minute}:00.000Z` }, authorized);
    // In the order of their instants, which is not the order of their ids; the last two have the same.
    const [third, first, second, other] = [await at(3), await at(1), await at(2), await at(3)];
    const page = { limit: 2, after: undefined };
    const idsOf = async (...args: Parameters<PaymentQueries['newest']>) =>
      (await queries.newest(...args)).map(({ id }) => id);
    expect(await idsOf({ hostId }, page)).toEqual([other.id, third.id]);
    const after: [string, string] = [third.requestedAt, third.id];
    expect(await idsOf({ hostId }, { limit: 9, after })).toEqual([second.id, first.id]);
    expect(await queries.count({ hostId })).toBe(4);
  });

  test('list the payments that meet all criteria', async () => {
    const [hostId, other] = ['criteria', await roomOf('other')];
    const [roomId, second] = [await roomOf(hostId), await roomOf(hostId)];
    const early = await paymentWith({ roomId, requestedAt: '2030-05-01T11:00:00.000Z' }, authorized);
    const late = await paymentWith({ roomId: second, requestedAt: '2030-05-01T12:00:00.000Z' }, authorized);
    const voided = await paymentWith(
      { roomId, requestedAt: '2030-05-01T12:00:00.000Z' },
      { type: 'PaymentVoided', at: AT, intentId: null, reason: 'BOOKING_CANCELLED' },
    );
    await paymentWith({ roomId: other }, authorized);
    await paymentWith({ roomId });
    for (const [criteria, expected] of [
      [{}, [voided, late, early]],
      [{ status: 'AUTHORIZED' }, [late, early]],
      [{ from: early.requestedAt, to: late.requestedAt }, [early]],
      [{ from: late.requestedAt }, [voided, late]],
      [{ from: late.requestedAt, status: 'VOIDED' }, [voided]],
      [{ to: early.requestedAt }, []],
    ] as const) {
      const found = await queries.newest({ hostId, ...criteria }, { limit: 10, after: undefined });
      expect(found.map(({ id }) => id)).toEqual(expected.map(({ id }) => id));
      expect(await queries.count({ hostId, ...criteria })).toBe(expected.length);
    }
  });
});

describe('a payment of an erased customer', () => {
  test('belongs to the pseudonym, with its past events and with those that follow', async () => {
    const payment = await storedPayment(authorized, captured);
    const others = await paymentWith({ customerId: 'bob' }, authorized);
    const renaming = { customerId: 'alice', pseudonym: 'erased-1' };
    await store.rename(renaming, [payment.bookingId, others.bookingId]);
    await store.rename(renaming, [payment.bookingId]);
    const { amount } = payment;
    const request = { amount, origin: 'SERVICE', notBefore: AT } as const;
    const refund = { type: 'RefundRequested', refundId: newId(), at: AT, ...request } as const;
    // What this process has in memory is of an earlier revision.
    const known = store.recall?.(payment.bookingId);
    const transitions = transitionsOf(evolve, known?.state, [refund]);
    const stale = { id: payment.bookingId, expectedVersion: known?.version ?? 0, transitions, cause };
    expect(await store.append(stale)).toBe('conflict');
    expect(await append(payment.bookingId, [refund])).toBe('appended');
    expect((await store.load(payment.bookingId)).state).toMatchObject({ customerId: 'erased-1' });
    for (const { data } of await readHistory(pool, [payment.id]))
      expect(data).toMatchObject({ payment: { customer: { id: 'erased-1' }, amount: payment.amount } });
    expect((await store.load(others.bookingId)).state).toMatchObject({ customerId: 'bob' });
  });

  test('keeps its refunds, without what an admin has noted about them', async () => {
    const at = AT;
    const amount = { amount: 12_000, currency: 'KRW' };
    const [refundId, settledId] = [newId(), newId()];
    const payment = await storedPayment(
      authorized,
      captured,
      { type: 'RefundRequested', refundId, at, amount, origin: 'SERVICE', notBefore: AT },
      { type: 'RefundFailed', refundId, at, providerId: 're_1', reason: 'unknown', isFinal: true },
      { type: 'RefundSettled', refundId: settledId, at, amount, reason: 'To the account of Alice' },
    );
    await store.rename({ customerId: 'alice', pseudonym: 'erased-2' }, [payment.bookingId]);
    expect((await store.load(payment.bookingId)).state).toMatchObject({
      status: 'REFUNDED',
      refunds: [
        { id: refundId, reason: null },
        { id: settledId, amount, origin: 'ELSEWHERE', reason: null },
      ],
    });
    expect(JSON.stringify(await readHistory(pool, [payment.id]))).not.toContain('account of Alice');
  });
});
