import { beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { newId } from '../../../platform/identifiers.ts';
import type { Authorization, PaymentUnavailable, RoomReplica } from '../application/ports.ts';
import { AUTHORIZED, append, at, createFixture, type Fixture, roomOf, slot } from '../testing/fixture.ts';
import { BOOK, CONFIRM, type Data, type Graph, serveGraph } from '../testing/graph.ts';

let fixture: Fixture;
let graph: Graph;
let room: RoomReplica;

beforeAll(async () => {
  fixture = await createFixture();
  graph = await serveGraph(fixture);
  return async () => {
    await graph.close();
    await fixture[Symbol.asyncDispose]();
  };
});
beforeEach(async () => {
  room = roomOf();
  await fixture.rooms.save(room);
  fixture.payments.reset();
});

async function bookRoom(fields: object = {}, subject = 'alice', to = graph): Promise<Data> {
  const input = { roomId: room.id, slot: slot('09:00', '10:00'), paymentMethod: 'pm_card_visa', ...fields };
  const answer = await to.ask('customer', BOOK, { input }, subject);
  return answer.data?.bookRoom ?? answer;
}

describe('two attempts with one key, in two instances at once', () => {
  const unavailable = { kind: 'PaymentUnavailable', retryAfterSeconds: 2 } as const;
  let other: Graph;
  let input: object;
  beforeAll(async () => {
    other = await serveGraph({ services: fixture.createInstance(), pool: fixture.pool });
    return () => other.close();
  });
  /** Rejects pending calls, so that a failed test does not keep the servers from closing. */
  let rejectAll: (() => void)[];
  beforeEach(() => {
    input = { idempotencyKey: newId() };
    rejectAll = [];
    return () => {
      for (const reject of rejectAll) reject();
    };
  });

  /** Two attempts, one after the other, each waiting in a call of payment that the test resolves. */
  async function both<Value>(pending: PromiseWithResolvers<Value>[]) {
    const first = bookRoom(input);
    await expect.poll(() => pending.length).toBe(1);
    const second = bookRoom(input, 'alice', other);
    await expect.poll(() => pending.length).toBe(2);
    return { first, second };
  }

  function wait<Value>(pending: PromiseWithResolvers<Value>[]): Promise<Value> {
    const call = Promise.withResolvers<Value>();
    pending.push(call);
    rejectAll.push(() => call.reject(new Error('the test is over')));
    return call.promise;
  }

  test('when the first is not admitted, then the key keeps the booking of the second', async () => {
    const admissions: PromiseWithResolvers<PaymentUnavailable | undefined>[] = [];
    fixture.payments.admit = () => wait(admissions);
    const { first, second } = await both(admissions);
    admissions[0]?.resolve(unavailable);
    expect(await first).toMatchObject({ __typename: 'PaymentUnavailable' });
    admissions[1]?.resolve(undefined);
    const booked = await second;
    expect(booked).toMatchObject({ __typename: 'BookRoomSuccess' });
    fixture.payments.reset();
    for (const to of [graph, other]) expect(await bookRoom(input, 'alice', to)).toEqual(booked);
  });

  test('when the first is not admitted and retries before the second books, then there is one booking', async () => {
    const admissions: PromiseWithResolvers<PaymentUnavailable | undefined>[] = [];
    fixture.payments.admit = () => wait(admissions);
    const { first, second } = await both(admissions);
    admissions[0]?.resolve(unavailable);
    await first;
    const third = bookRoom(input);
    await expect.poll(() => admissions.length).toBe(3);
    admissions[1]?.resolve(undefined);
    const booked = await second;
    expect(booked).toMatchObject({ __typename: 'BookRoomSuccess' });
    admissions[2]?.resolve(undefined);
    expect(await third).toEqual(booked);
  });

  test('when payment is unavailable for both, then both return that, and the next attempt is a new booking', async () => {
    const answers: PromiseWithResolvers<Authorization>[] = [];
    fixture.payments.answer = () => wait(answers);
    const { first, second } = await both(answers);
    answers[0]?.resolve(unavailable);
    expect(await first).toMatchObject({ __typename: 'PaymentUnavailable', retryAfterSeconds: 2 });
    // Too late: the booking is rejected.
    answers[1]?.resolve(AUTHORIZED);
    expect(await second).toMatchObject({ __typename: 'PaymentUnavailable' });
    fixture.payments.reset();
    expect(await bookRoom(input)).toMatchObject({ __typename: 'BookRoomSuccess' });
  });
});

test.each([
  ['amount_too_small', 'InvalidInput'],
  ['account_invalid', 'PaymentRefused'],
])(
  'a payment that the provider refuses for %s is not final: the same key books a corrected slot',
  async (code, type) => {
    const idempotencyKey = newId();
    fixture.payments.answer = () => ({ kind: 'PaymentRefused', code });
    expect(await bookRoom({ idempotencyKey })).toMatchObject({ __typename: type });
    fixture.payments.reset();
    expect(await bookRoom({ idempotencyKey, slot: slot('09:00', '11:00') })).toMatchObject({
      __typename: 'BookRoomSuccess',
    });
  },
);

test('a price that has changed leaves the key free for the new price', async () => {
  const price = (amount: number) => ({ amount, currency: 'KRW' });
  const idempotencyKey = newId();
  const changed = await bookRoom({ idempotencyKey, expectedPrice: price(900) });
  expect(changed).toEqual({
    __typename: 'PriceChanged',
    message: expect.any(String),
    expected: price(900),
    actual: price(1_000),
  });
  const booked = await bookRoom({ idempotencyKey, expectedPrice: changed.actual });
  expect(booked).toMatchObject({ __typename: 'BookRoomSuccess', booking: { price: price(1_000) } });
  expect(await bookRoom({ idempotencyKey, expectedPrice: changed.actual })).toEqual(booked);
  expect(await bookRoom({ idempotencyKey })).toMatchObject({ __typename: 'IdempotencyConflict' });
});

test('a booking that was cut off and then rejected is reported once, and the next attempt is a new booking', async () => {
  const input = { idempotencyKey: newId() };
  fixture.payments.answer = () => Promise.reject(new Error('the process ended'));
  await bookRoom(input);
  const [held] = await fixture.queries.page(
    { roomId: room.id },
    { by: 'REQUEST', direction: 'DESC', page: { limit: 1, after: undefined } },
    fixture.clock(),
  );
  await append(fixture, held?.id ?? '', [
    { type: 'BookingRejected', at: at('08:00'), reason: 'PAYMENT_UNAVAILABLE', declineCode: null },
  ]);
  fixture.payments.reset();
  expect(await bookRoom(input)).toMatchObject({ __typename: 'PaymentUnavailable' });
  const booked = await bookRoom(input);
  expect(booked).toMatchObject({ __typename: 'BookRoomSuccess' });
  expect(await bookRoom(input)).toEqual(booked);
});

test('a key stays with a booking that waits for its customer, and keeps what it comes to', async () => {
  const waits: Authorization = { kind: 'ActionRequired', clientSecret: 'pi_1_secret_1', redirectUrl: null };
  const input = { idempotencyKey: newId() };
  fixture.payments.answer = () => waits;
  const required = await bookRoom(input);
  expect(required).toMatchObject({
    __typename: 'PaymentActionRequired',
    clientSecret: 'pi_1_secret_1',
    expiresAt: expect.stringMatching(/Z$/),
    message: expect.stringContaining(required.expiresAt),
  });
  expect(await bookRoom(input)).toEqual(required);
  // A customer who never asks again leaves nothing undecided behind.
  const open = await fixture.pool.query(
    'SELECT FROM idempotency_keys WHERE outcome IS NULL AND command_id = $1',
    [required.bookingId],
  );
  expect(open.rowCount).toBe(0);
  expect(await bookRoom({ ...input, slot: slot('10:00', '11:00') })).toMatchObject({
    __typename: 'IdempotencyConflict',
  });
  const confirm = async (key: object = {}) =>
    (await graph.ask('customer', CONFIRM, { input: { bookingId: required.bookingId, ...key } }, 'alice')).data
      .confirmPayment;
  const key = { idempotencyKey: newId() };
  expect(await confirm(key)).toEqual(required);
  fixture.payments.reset();
  const confirmed = {
    __typename: 'ConfirmPaymentSuccess',
    booking: { id: required.bookingId, status: 'PAID' },
  };
  expect(await confirm(key)).toEqual(confirmed);
  const booked = { __typename: 'BookRoomSuccess', booking: { id: required.bookingId, status: 'PAID' } };
  expect(await bookRoom(input)).toMatchObject(booked);
  expect(await bookRoom(input)).toMatchObject(booked);
  expect(fixture.payments.requests).toEqual([]);
});
