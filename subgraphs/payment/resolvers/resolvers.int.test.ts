import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { newId } from '../../../platform/identifiers.ts';
import { newBooking } from '../testing/bookings.ts';
import { type PaymentService, startPaymentService } from '../testing/payment-service.ts';

let service: PaymentService;
let booking: ReturnType<typeof newBooking>;
let paymentId: string;

beforeAll(async () => {
  service = await startPaymentService();
  booking = newBooking(service);
  ({ paymentId } = await booking.authorize());
});
afterAll(() => service[Symbol.asyncDispose]());

const PAYMENT = 'query ($id: ID!) { payment(id: $id) { id status createdAt booking { id payment { id } } } }';
const PAYMENTS = `query ($filter: PaymentFilter, $first: Int, $after: String) {
  payments(filter: $filter, first: $first, after: $after) { edges { node { id } } pageInfo { hasNextPage endCursor } } }`;
const ENTITIES = `query ($references: [_Any!]!) { _entities(representations: $references) {
  ... on Payment { id status } ... on Booking { payment { id } } } }`;
const AUTHORIZE = `mutation ($input: AuthorizePaymentInput!) { authorizePayment(input: $input) { __typename } }`;

const codeOf = ({ errors }: { errors?: readonly { extensions: { code: string } }[] }) =>
  errors?.[0]?.extensions.code;

describe('a payment', () => {
  test('is visible to its customer and staff', async () => {
    const seen = {
      id: paymentId,
      status: 'AUTHORIZED',
      createdAt: expect.stringMatching(/^\d{4}-.*Z$/),
      booking: { id: booking.id, payment: { id: paymentId } },
    };
    expect((await service.ask('customer', PAYMENT, { id: paymentId }, 'alice')).data.payment).toEqual(seen);
    expect((await service.ask('host', PAYMENT, { id: paymentId })).data.payment).toEqual(seen);
    expect((await service.ask('admin', PAYMENT, { id: paymentId })).data.payment).toEqual(seen);
  });

  test('does not exist for others', async () => {
    expect(await service.ask('customer', PAYMENT, { id: paymentId }, 'mallory')).toEqual({
      data: { payment: null },
    });
    expect(await booking.payment('mallory')).toBeNull();
    expect(await booking.payment('mallory', 'host')).toMatchObject({ id: paymentId });
    expect((await service.ask('host', PAYMENT, { id: newId() })).data.payment).toBeNull();
  });

  test('resolves as an entity for its customer and staff', async () => {
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
    expect(codeOf(await service.ask('host', PAYMENT, { id: 'nonsense' }))).toBe('BAD_USER_INPUT');
    expect((await service.ask('host', PAYMENT, { id: paymentId.toUpperCase() })).data.payment).toMatchObject({
      id: paymentId,
    });
  });
});

describe('the list of payments', () => {
  test('is for staff', async () => {
    expect(codeOf(await service.ask('customer', PAYMENTS))).toBe('FORBIDDEN');
    expect(codeOf(await service.ask('service', PAYMENTS))).toBe('FORBIDDEN');
  });

  test('has the newest first, page by page', async () => {
    const ids = [paymentId];
    for (let count = 0; count < 2; count += 1) ids.unshift((await newBooking(service).authorize()).paymentId);
    const list = async (variables: object) => {
      const { payments } = (await service.ask('host', PAYMENTS, variables)).data;
      return {
        ...payments.pageInfo,
        ids: payments.edges.map((edge: { node: { id: string } }) => edge.node.id),
      };
    };
    const page = await list({ first: 2 });
    expect(page).toMatchObject({ ids: ids.slice(0, 2), hasNextPage: true });
    expect(await list({ first: 2, after: page.endCursor })).toMatchObject({
      ids: ids.slice(2),
      hasNextPage: false,
    });
    expect((await list({ filter: { status: 'DECLINED' } })).ids).toEqual([]);
    expect((await list({ filter: { status: 'AUTHORIZED' } })).ids).toEqual(ids);
  });

  test.each([{ first: 0 }, { first: 101 }, { after: 'nonsense' }])('refuses %j', async (variables) =>
    expect(codeOf(await service.ask('host', PAYMENTS, variables))).toBe('BAD_USER_INPUT'),
  );
});

describe('authorising', () => {
  const amount = { amount: 100, currency: 'KRW' };
  const input = { bookingId: newId(), customerId: 'alice', amount, paymentMethod: 'pm_card_visa' };

  test.each(['customer', 'host', 'admin'] as const)('is not for a %s', async (role) =>
    expect(codeOf(await service.ask(role, AUTHORIZE, { input }))).toBe('FORBIDDEN'),
  );

  test.each([
    { bookingId: 'nonsense' },
    { customerId: '\0' },
    { paymentMethod: '\0' },
    { amount: { ...amount, amount: -1 } },
    { amount: { ...amount, currency: 'won' } },
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
