import { expect } from 'vitest';
import { answerPage } from '../../../embedded/psp/testing/authentication-page.ts';
import { newId } from '../../../platform/identifiers.ts';
import { eventually } from '../../../platform/testing/index.ts';
import { bookingCancelled, bookingRejected } from '../../../schema/events/booking.ts';
import { roomAssigned, roomRegistered, roomTransferred } from '../../../schema/events/room.ts';
import type { PaymentService } from './payment-service.ts';

const OUTCOME = `__typename
  ... on AuthorizationGranted { paymentId } ... on AuthorizationDeclined { declineCode }
  ... on AuthorizationActionRequired { clientSecret redirectUrl }
  ... on AuthorizationRefused { code } ... on AuthorizationUnavailable { retryAfterSeconds } ... on PaymentMethodUnknown { paymentMethod }`;
const AUTHORIZE = `mutation ($input: AuthorizePaymentInput!) { authorizePayment(input: $input) { ${OUTCOME} } }`;
const CONFIRM = `mutation ($input: ConfirmAuthorizationInput!) { confirmAuthorization(input: $input) { ${OUTCOME} } }`;
const PAYMENT = `query ($bookings: [_Any!]!) { _entities(representations: $bookings) { ... on Booking { payment {
  id status declineCode createdAt bookingId amount { amount currency decimal } booking { id } refundedAmount { amount }
  refunds { id status origin reason amount { amount } } dispute { status reason amount { amount } } } } } }`;

const SLOT = { start: '2030-05-01T10:00:00.000Z', end: '2030-05-01T11:00:00.000Z' };

/** The result of an authorisation that is not possible now. */
export const UNAVAILABLE = { __typename: 'AuthorizationUnavailable', retryAfterSeconds: 1 };

/** A room, as the payment service sees it: by events. */
export function newRoom(service: PaymentService) {
  const id = newId();
  const room = (host: string | null) => ({
    id,
    host: host === null ? null : { id: host },
    name: 'Blue room',
    description: null,
    location: null,
    capacity: 8,
    hourlyRate: { amount: 12_000, currency: 'KRW' },
    timeZone: 'Asia/Seoul',
    closed: false,
    deleted: false,
  });
  return {
    id,
    isRegistered: (host: string | null) =>
      service.tell(roomRegistered, id, { room: room(host), supplies: null }),
    isTransferred: (host: string) =>
      service.tell(roomTransferred, id, { room: room(host), previousHost: null }),
  };
}

/** A booking of Alice, as the payment service sees it: by requests and by events. */
export function newBooking(
  service: PaymentService,
  { amount = 12_000, currency = 'KRW', id = newId(), roomId = newId() } = {},
) {
  const price = { amount, currency };
  const room = { id: roomId, name: 'Blue room' };
  const customer = { id: 'alice' };
  const booking = (status: 'REJECTED' | 'CANCELLED') => ({
    id,
    status,
    room,
    customer,
    slot: SLOT,
    price,
    requestedAt: '2030-05-01T09:00:00.000Z',
    cancelledAt: null,
    cancellationReason: null,
  });

  return {
    id,
    roomId,
    /** Authorises its payment by the mutation that booking uses. */
    async authorize(paymentMethod = 'pm_card_visa') {
      const input = { bookingId: id, roomId, customerId: customer.id, amount: price, paymentMethod };
      const answer = await service.ask('service', AUTHORIZE, { input }, 'booking');
      return answer.data?.authorizePayment ?? answer;
    },
    /** Asks for the outcome again, by the mutation that booking uses. */
    async confirm() {
      const answer = await service.ask('service', CONFIRM, { input: { bookingId: id } }, 'booking');
      return answer.data?.confirmAuthorization ?? answer;
    },
    isRejected: (eventId?: string) =>
      service.tell(
        bookingRejected,
        id,
        { booking: booking('REJECTED'), reason: 'PAYMENT_UNAVAILABLE', declineCode: null },
        eventId,
      ),
    isCancelled: (cancelledBy: 'CUSTOMER' | 'ROOM' = 'CUSTOMER', eventId?: string) =>
      service.tell(bookingCancelled, id, { booking: booking('CANCELLED'), cancelledBy }, eventId),
    isAssigned: (eventId?: string) =>
      service.tell(roomAssigned, room.id, { room, booking: { id, customer }, slot: SLOT }, eventId),

    /** Its payment, as Alice or another subject sees it. */
    async payment(subject = 'alice', role: 'customer' | 'host' | 'admin' = 'customer') {
      const bookings = [{ __typename: 'Booking', id }];
      const { data } = await service.ask(role, PAYMENT, { bookings }, subject);
      return data._entities[0].payment;
    },
    /** The published events of its payment, without the name of their context. */
    story: () => service.published(id).map(({ type }) => type.split('.')[2]),
    lastData: () => service.published(id).at(-1)?.data,
    /** The id of its intent at the provider. */
    async intentId() {
      const [intent] = await this.intents();
      return intent?.id ?? '';
    },
    /** Its intents at the provider. */
    intents: async () =>
      (await service.simulator.ledger()).filter(({ metadata }) => metadata.bookingId === id),
  };
}

/** A booking whose payment is authorised. */
export async function authorizedBooking(service: PaymentService, paymentMethod?: string) {
  const booking = newBooking(service);
  expect(await booking.authorize(paymentMethod)).toMatchObject({ __typename: 'AuthorizationGranted' });
  return booking;
}

/** A booking whose customer has to act, and the page on which they do. */
export async function waitingBooking(service: PaymentService) {
  const booking = newBooking(service);
  const required = await booking.authorize('pm_card_threeDSecure2Required');
  expect(required).toEqual({
    __typename: 'AuthorizationActionRequired',
    clientSecret: expect.stringContaining('_secret_'),
    redirectUrl: expect.stringContaining(service.simulator.url),
  });
  return { ...booking, required, answer: (text: 'yes' | 'no') => answerPage(required.redirectUrl, text) };
}

/** A booking whose payment is captured. */
export async function capturedBooking(service: PaymentService, paymentMethod?: string) {
  const booking = await authorizedBooking(service, paymentMethod);
  await booking.isAssigned();
  await eventually(() => expect(booking.story()).toEqual(['authorized', 'captured']));
  return booking;
}

/** Ends all faults of the provider. */
export const recover = ({ simulator }: PaymentService) =>
  fetch(`${simulator.url}/_control/settings/reset`, { method: 'POST' });

/** Resolves when the provider has delivered its webhooks. */
export const webhooksDelivered = ({ simulator }: PaymentService) =>
  eventually(async () => {
    const { ledger } = await simulator.status();
    expect(ledger.webhooksPending).toBe(0);
  });
