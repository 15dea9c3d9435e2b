import { expect } from 'vitest';
import type { Client } from '../../examples/client.ts';
import {
  BookingDocument,
  type BookingQuery,
  type BookingStatus,
  BookRoomDocument,
  type BookRoomInput,
  type BookRoomMutation,
  CancelBookingDocument,
  type CancelBookingInput,
  type CancelBookingMutation,
  ConfirmPaymentDocument,
  type ConfirmPaymentMutation,
} from '../../examples/documents.generated.ts';
import { eventually } from '../../platform/testing/eventually.ts';

export type BookRoomAnswer = NonNullable<BookRoomMutation['bookRoom']>;

/** Books, with a good card by default; anything but data fails the test. */
export async function book(
  customer: Client,
  input: Omit<BookRoomInput, 'paymentMethod'> & { paymentMethod?: string },
): Promise<BookRoomAnswer> {
  const answer = await customer.run(BookRoomDocument, { input: { paymentMethod: 'pm_card_visa', ...input } });
  if (!answer.data?.bookRoom) throw new Error(`bookRoom failed: ${JSON.stringify(answer)}`);
  return answer.data.bookRoom;
}

/** Books and returns the booking's id; anything but success fails the test. */
export async function givenBooking(customer: Client, input: Parameters<typeof book>[1]): Promise<string> {
  const answer = await book(customer, input);
  if (answer.__typename !== 'BookRoomSuccess') throw new Error(`Not booked: ${JSON.stringify(answer)}`);
  return answer.booking.id;
}

export type RequiredAction = Extract<BookRoomAnswer, { __typename: 'PaymentActionRequired' }>;

/** Books with a card whose owner has to say yes to their bank; anything but that fails the test. */
export async function givenWaitingBooking(
  customer: Client,
  input: Parameters<typeof book>[1],
): Promise<RequiredAction & { readonly redirectUrl: string }> {
  const answer = await book(customer, { paymentMethod: 'pm_card_threeDSecure2Required', ...input });
  if (answer.__typename !== 'PaymentActionRequired' || !answer.redirectUrl)
    throw new Error(`It does not wait: ${JSON.stringify(answer)}`);
  return { ...answer, redirectUrl: answer.redirectUrl };
}

export async function confirmPayment(
  customer: Client,
  bookingId: string,
): Promise<NonNullable<ConfirmPaymentMutation['confirmPayment']>> {
  const answer = await customer.run(ConfirmPaymentDocument, { input: { bookingId } });
  if (!answer.data?.confirmPayment) throw new Error(`confirmPayment failed: ${JSON.stringify(answer)}`);
  return answer.data.confirmPayment;
}

export async function cancel(
  client: Client,
  input: CancelBookingInput,
): Promise<NonNullable<CancelBookingMutation['cancelBooking']>> {
  const answer = await client.run(CancelBookingDocument, { input });
  if (!answer.data?.cancelBooking) throw new Error(`cancelBooking failed: ${JSON.stringify(answer)}`);
  return answer.data.cancelBooking;
}

/** The customer's own newest booking. */
export async function newestBooking(
  customer: Client,
): Promise<{ id: string; status: BookingStatus; room: { id: string } } | undefined> {
  const { data } = await customer.run<
    {
      me: { bookings: { edges: { node: { id: string; status: BookingStatus; room: { id: string } } }[] } };
    },
    object
  >('{ me { bookings(first: 1) { edges { node { id status room { id } } } } } }');
  return data?.me.bookings.edges[0]?.node;
}

/** Waits until the customer's request for that room holds its slot. Returns the booking's id. */
function untilHeld(customer: Client, roomId: string): Promise<string> {
  return eventually(async () => {
    const booking = await newestBooking(customer);
    expect(booking).toMatchObject({ status: 'REQUESTED', room: { id: roomId } });
    return booking?.id ?? '';
  });
}

type Request = Parameters<typeof book>[1];

/** A request that is not answered yet, and holds its slot. */
export type HeldRequest = {
  readonly request: Request;
  /** Its booking. */
  readonly id: string;
  /** `cut off` if the service dies before it answers. */
  readonly answer: Promise<BookRoomAnswer | 'cut off'>;
};

/** Time for several requests, in milliseconds. */
const HELD_MS = 60_000;

/**
 * Requests a booking while payment is slow, and waits until it holds its slot. On a busy machine the answer
 * may come first: then another request is sent.
 *
 * @param newRequest a request for another room each time
 */
export function givenHeldRequest(customer: Client, newRequest: () => Promise<Request>): Promise<HeldRequest> {
  return eventually(async () => {
    const request = await newRequest();
    const answer = book(customer, request).catch(() => 'cut off' as const);
    const early = answer.then((given) => {
      throw new Error(`Answered before it was seen to hold its slot: ${JSON.stringify(given)}`);
    });
    return { request, id: await Promise.race([untilHeld(customer, request.roomId), early]), answer };
  }, HELD_MS);
}

type SeenBooking = NonNullable<BookingQuery['booking']>;

export async function seeBooking(client: Client, id: string): Promise<SeenBooking | null> {
  const { data, errors } = await client.run(BookingDocument, { id });
  if (errors) throw new Error(JSON.stringify(errors));
  return data?.booking ?? null;
}

/** Waits until a booking and its payment have reached the given statuses. */
export function eventuallyBooking(
  client: Client,
  id: string,
  status: BookingStatus,
  paymentStatus?: NonNullable<SeenBooking['payment']>['status'],
): Promise<SeenBooking> {
  return eventually(async () => {
    const booking = await seeBooking(client, id);
    expect(booking?.status).toBe(status);
    if (paymentStatus) expect(booking?.payment?.status).toBe(paymentStatus);
    if (!booking) throw new Error('unreachable: it has a status');
    return booking;
  });
}
