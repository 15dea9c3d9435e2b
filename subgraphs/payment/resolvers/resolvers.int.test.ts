import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { newId } from '../../../platform/identifiers.ts';
import { createPostgresIdempotencyStore } from '../../../platform/postgres/idempotency.ts';
import { disposable, eventually, serveSubgraph } from '../../../platform/testing/index.ts';
import { createPostgresPaymentQueries } from '../store/postgres-payment-queries.ts';
import { newBooking, newRoom } from '../testing/bookings.ts';
import { type Answer, type PaymentService, startPaymentService } from '../testing/payment-service.ts';
import { createContext } from './context.ts';
import { resolvers } from './index.ts';

let service: PaymentService;
/** Henry's room. */
let room: ReturnType<typeof newRoom>;
let booking: ReturnType<typeof newBooking>;
let paymentId: string;

beforeAll(async () => {
  service = await startPaymentService();
  room = newRoom(service);
  booking = newBooking(service, { roomId: room.id });
  ({ paymentId } = await booking.authorize());
  await room.isRegistered('henry');
  await eventually(async () => expect(await booking.payment('henry', 'host')).not.toBeNull());
});
afterAll(() => service[Symbol.asyncDispose]());

const PAYMENT =
  'query ($id: ID!) { payment(id: $id) { id status createdAt bookingId booking { id payment { id } } } }';
const PAYMENTS = `query ($filter: PaymentFilter, $first: Int, $after: String) {
  payments(filter: $filter, first: $first, after: $after) {
    edges { cursor node { id createdAt } } totalCount
    pageInfo { hasNextPage hasPreviousPage startCursor endCursor } } }`;
const ENTITIES = `query ($references: [_Any!]!) { _entities(representations: $references) {
  ... on Payment { id status } ... on Booking { payment { id } } } }`;
const CONFIRM = `mutation ($input: ConfirmAuthorizationInput!) { confirmAuthorization(input: $input) { __typename } }`;
const AUTHORIZE = `mutation ($input: AuthorizePaymentInput!) { authorizePayment(input: $input) { __typename } }`;

const codeOf = ({ errors }: { errors?: readonly { extensions: { code: string } }[] }) =>
  errors?.[0]?.extensions.code;

describe('a payment', () => {
  test("is visible to its customer, the room's host and admins", async () => {
    const seen = {
      id: paymentId,
      status: 'AUTHORIZED',
      createdAt: expect.stringMatching(/^\d{4}-.*Z$/),
      bookingId: booking.id,
      booking: { id: booking.id, payment: { id: paymentId } },
    };
    expect((await service.ask('customer', PAYMENT, { id: paymentId }, 'alice')).data.payment).toEqual(seen);
    expect((await service.ask('host', PAYMENT, { id: paymentId }, 'henry')).data.payment).toEqual(seen);
    expect((await service.ask('admin', PAYMENT, { id: paymentId })).data.payment).toEqual(seen);
  });

  test.each(['customer', 'host'] as const)('does not exist for another %s', async (role) => {
    expect(await service.ask(role, PAYMENT, { id: paymentId }, 'mallory')).toEqual({
      data: { payment: null },
    });
    expect(await booking.payment('mallory', role)).toBeNull();
    expect((await service.ask(role, PAYMENT, { id: newId() })).data.payment).toBeNull();
  });

  test('is told to the booking service, and to nobody else by that field', async () => {
    const query = 'query ($id: ID!) { paymentOfBooking(bookingId: $id) { id status } }';
    const told = async (role: 'service' | 'customer' | 'admin', id: string) =>
      service.ask(role, query, { id }, 'alice');
    const payment = { id: paymentId, status: 'AUTHORIZED' };
    expect((await told('service', booking.id)).data.paymentOfBooking).toEqual(payment);
    expect((await told('service', newId())).data.paymentOfBooking).toBeNull();
    expect(codeOf(await told('service', 'nonsense'))).toBe('BAD_USER_INPUT');
    expect(codeOf(await told('customer', booking.id))).toBe('FORBIDDEN');
    expect(codeOf(await told('admin', booking.id))).toBe('FORBIDDEN');
  });

  test("is not visible to the room's host without a scope for it", async () =>
    expect(await booking.payment('henry', 'customer')).toBeNull());

  test('follows its room to another host', async () => {
    const moving = newRoom(service);
    const booked = newBooking(service, { roomId: moving.id });
    await booked.authorize();
    const seenBy = async (host: string) => (await booked.payment(host, 'host')) !== null;
    // From before rooms had hosts.
    await moving.isRegistered(null);
    await moving.isTransferred('henry');
    await eventually(async () => expect(await seenBy('henry')).toBe(true));
    await moving.isTransferred('hanna');
    await eventually(async () => expect(await seenBy('hanna')).toBe(true));
    expect(await seenBy('henry')).toBe(false);
  });

  test('of a room of nobody is visible to its customer and admins', async () => {
    const orphan = newRoom(service);
    const booked = newBooking(service, { roomId: orphan.id });
    const { paymentId: id } = await booked.authorize();
    await orphan.isRegistered(null);
    expect(await booked.payment('henry', 'host')).toBeNull();
    expect(await booked.payment('alice')).toMatchObject({ id });
    expect(await booked.payment('ada', 'admin')).toMatchObject({ id });
  });

  test('resolves as an entity for who may see it', async () => {
    const references = [
      { __typename: 'Payment', id: paymentId },
      { __typename: 'Booking', id: booking.id },
      { __typename: 'Booking', id: newId() },
      { __typename: 'Booking', id: 'nonsense' },
    ];
    const payment = { id: paymentId };
    const ask = (subject: string) => service.ask('customer', ENTITIES, { references }, subject);
    expect((await ask('alice')).data._entities).toEqual([
      { ...payment, status: 'AUTHORIZED' },
      { payment },
      { payment: null },
      null,
    ]);
    expect((await ask('mallory')).data._entities).toEqual([null, { payment: null }, { payment: null }, null]);
  });

  test('has a UUID: a malformed id is BAD_USER_INPUT', async () => {
    expect(codeOf(await service.ask('admin', PAYMENT, { id: 'nonsense' }))).toBe('BAD_USER_INPUT');
    expect((await service.ask('admin', PAYMENT, { id: paymentId.toUpperCase() })).data.payment).toMatchObject(
      { id: paymentId },
    );
  });

  test('has an amount above 2^31', async () => {
    const amount = { amount: 999_999_999_999, currency: 'IDR' };
    const booked = newBooking(service, amount);
    await booked.authorize();
    expect(await booked.payment()).toMatchObject({
      status: 'AUTHORIZED',
      amount: { ...amount, decimal: '9999999999.99' },
    });
  });
});

describe('the list of payments', () => {
  /** Of Hugo's rooms, newest first. */
  const ids: string[] = [];
  const list = async (variables: object = {}, subject = 'hugo', role: 'host' | 'admin' = 'host') => {
    const { payments } = (await service.ask(role, PAYMENTS, variables, subject)).data;
    return {
      ...payments.pageInfo,
      totalCount: payments.totalCount,
      nodes: payments.edges.map(({ node }: { node: object }) => node),
      ids: payments.edges.map(({ node }: { node: { id: string } }) => node.id),
    };
  };

  beforeAll(async () => {
    const [one, other] = [newRoom(service), newRoom(service)];
    for (const roomId of [one.id, other.id, one.id])
      ids.unshift((await newBooking(service, { roomId }).authorize()).paymentId);
    await one.isRegistered('hugo');
    await other.isRegistered('hugo');
    await eventually(async () => expect((await list()).ids).toHaveLength(3));
  });

  test('is for hosts and admins', async () => {
    expect(codeOf(await service.ask('customer', PAYMENTS))).toBe('FORBIDDEN');
    expect(codeOf(await service.ask('service', PAYMENTS))).toBe('FORBIDDEN');
  });

  test('has the payments of all rooms for an admin, and those of their rooms for a host', async () => {
    expect((await list({ first: 3 })).ids).toEqual(ids);
    expect((await list({}, 'mallory')).ids).toEqual([]);
    expect((await list({ first: 100 }, 'ada', 'admin')).ids).toEqual(
      expect.arrayContaining([...ids, paymentId]),
    );
  });

  test('has the newest first, page by page', async () => {
    const page = await list({ first: 2 });
    expect(page).toMatchObject({
      ids: ids.slice(0, 2),
      hasNextPage: true,
      hasPreviousPage: false,
      totalCount: 3,
    });
    const next = await list({ first: 2, after: page.endCursor });
    expect(next).toMatchObject({
      ids: ids.slice(2),
      hasNextPage: false,
      hasPreviousPage: true,
      totalCount: 3,
    });
    expect(await list({ after: next.endCursor })).toMatchObject({ ids: [], startCursor: null });
  });

  test('has those of a status', async () => {
    expect(await list({ filter: { status: 'DECLINED' } })).toMatchObject({ ids: [], totalCount: 0 });
    expect((await list({ filter: { status: 'AUTHORIZED' } })).ids).toEqual(ids);
    expect((await list({ filter: { status: null, from: null, to: null } })).ids).toEqual(ids);
  });

  test('has those that began from an instant on, and before another', async () => {
    const [last, middle, first] = (await list()).nodes.map(
      ({ createdAt }: { createdAt: string }) => createdAt,
    );
    expect((await list({ filter: { from: middle } })).ids).toEqual(ids.slice(0, 2));
    expect((await list({ filter: { to: middle } })).ids).toEqual(ids.slice(2));
    expect(await list({ filter: { from: first, to: last } })).toMatchObject({
      ids: ids.slice(1),
      totalCount: 2,
    });
  });

  test.each([
    { first: 0 },
    { first: 101 },
    { after: 'nonsense' },
    { filter: { from: 'yesterday' } },
    { filter: { to: '2030-02-30T09:00:00Z' } },
    { filter: { to: 7 } },
  ])('refuses %j', async (variables) =>
    expect(codeOf(await service.ask('host', PAYMENTS, variables))).toBe('BAD_USER_INPUT'),
  );

  /** The service's graph over its database, with the queries at hand. */
  async function serveGraph() {
    const queries = createPostgresPaymentQueries(service.pool);
    const graph = await serveSubgraph<Answer['data']>({
      folder: join(import.meta.dirname, '..'),
      resolvers,
      context: createContext({
        queries,
        idempotency: createPostgresIdempotencyStore(service.pool),
        authorizePayment: vi.fn(),
        confirmAuthorization: vi.fn(),
        retryRefund: vi.fn(),
        settleRefund: vi.fn(),
      }),
      ping: () => service.pool.query('SELECT'),
    });
    return disposable({ ...graph, queries });
  }

  test('is counted only when a client asks for the number', async () => {
    await using graph = await serveGraph();
    const count = vi.spyOn(graph.queries, 'count');
    const payments = async (selection: string) =>
      (await graph.ask('admin', `{ payments(first: 1) { ${selection} } }`)).data.payments;
    expect(await payments('edges { node { amount { amount } } } pageInfo { hasNextPage }')).toMatchObject({
      pageInfo: { hasNextPage: true },
    });
    expect(count).not.toHaveBeenCalled();
    expect((await payments('totalCount')).totalCount).toBeGreaterThanOrEqual(4);
    expect(count).toHaveBeenCalledOnce();
  });

  test('is for who has a scope for it, whatever their role', async () => {
    await using graph = await serveGraph();
    const ask = async (subject: string, scope: string) => {
      const token = await graph.issuer.token({ subject, role: 'customer', scope });
      return graph.post('{ payments { totalCount } }', {}, `Bearer ${token}`);
    };
    expect((await ask('hugo', 'payment:read')).data.payments.totalCount).toBe(3);
    expect((await ask('mallory', 'payment:read')).data.payments.totalCount).toBe(0);
    expect((await ask('mallory', 'payment:read-all')).data.payments.totalCount).toBeGreaterThanOrEqual(4);
    expect(codeOf(await ask('hugo', 'booking:manage'))).toBe('FORBIDDEN');
  });
});

describe('authorising', () => {
  const amount = { amount: 100, currency: 'KRW' };
  const input = {
    bookingId: newId(),
    roomId: newId(),
    customerId: 'alice',
    amount,
    paymentMethod: 'pm_card_visa',
  };

  test.each(['customer', 'host', 'admin'] as const)('is not for a %s', async (role) =>
    expect([
      codeOf(await service.ask(role, AUTHORIZE, { input })),
      codeOf(await service.ask(role, CONFIRM, { input: { bookingId: input.bookingId } })),
    ]).toEqual(['FORBIDDEN', 'FORBIDDEN']),
  );

  test('is not asked about by a malformed id', async () =>
    expect(codeOf(await service.ask('service', CONFIRM, { input: { bookingId: 'nonsense' } }))).toBe(
      'BAD_USER_INPUT',
    ));

  test.each([
    { bookingId: 'nonsense' },
    { roomId: 'nonsense' },
    { customerId: '\0' },
    { paymentMethod: '\0' },
    { amount: { ...amount, amount: -1 } },
    { amount: { ...amount, amount: 1.5 } },
    { amount: { ...amount, amount: '100' } },
    { amount: { ...amount, amount: Number.MAX_SAFE_INTEGER + 1 } },
    { amount: { ...amount, currency: 'won' } },
    { amount: { ...amount, currency: 'XYZ' } },
  ])('refuses %j', async (change) =>
    expect(codeOf(await service.ask('service', AUTHORIZE, { input: { ...input, ...change } }))).toBe(
      'BAD_USER_INPUT',
    ),
  );
});

test('requests without a token are UNAUTHENTICATED', async () => {
  const answer = await fetch(`${service.url}/graphql`, {
    method: 'POST',
    body: '{"query":"{ __typename }"}',
  });
  expect(answer.status).toBe(401);
});
