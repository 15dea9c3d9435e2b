import { setTimeout as delay } from 'node:timers/promises';
import type { Client } from '../../../examples/client.ts';

/** Who has done what is recorded. */
export const HOST = 'henry';
export const CUSTOMERS = ['alice', 'bob'] as const;

/** The recorded rooms by their names. */
export const ROOMS = { busy: 'Han River', closed: 'Namsan', deleted: 'Gone' } as const;

const DAYS = ['2090-05-01', '2090-05-02', '2090-05-03'] as const;

export function slotOn(day: string) {
  return { start: `${day}T09:00:00.000Z`, end: `${day}T10:00:00.000Z` };
}

const REGISTER = `mutation ($input: RegisterRoomInput!) { done: registerRoom(input: $input) {
  ... on RegisterRoomSuccess { room { id } } ... on Problem { message } } }`;
const BOOK = `mutation ($input: BookRoomInput!) { done: bookRoom(input: $input) {
  ... on BookRoomSuccess { booking { id } } ... on Problem { message } } }`;
const CANCEL = `mutation ($input: CancelBookingInput!) { done: cancelBooking(input: $input) {
  ... on CancelBookingSuccess { booking { id } } ... on Problem { message } } }`;
const CLOSE = `mutation ($input: CloseRoomInput!) { done: closeRoom(input: $input) {
  ... on CloseRoomSuccess { room { id } } ... on Problem { message } } }`;
const DELETE = `mutation ($input: DeleteRoomInput!) { done: deleteRoom(input: $input) {
  ... on DeleteRoomSuccess { roomId } ... on Problem { message } } }`;
const COURSE = `mutation ($input: RegisterCourseInput!) { done: registerCourse(input: $input) {
  ... on RegisterCourseSuccess { course { id } } ... on Problem { message } } }`;
const REVIEW = `mutation ($input: WriteReviewInput!) { done: writeReview(input: $input) {
  ... on WriteReviewSuccess { review { id } } ... on Problem { message } } }`;
const BOOKMARK = `mutation ($input: TargetMutationInput!) { done: addBookmark(input: $input) {
  ... on TargetMutationSuccess { target { __typename } } ... on Problem { message } } }`;
const LIKE = BOOKMARK.replace('addBookmark', 'like');

type Done = Readonly<Record<string, unknown>> & {
  readonly room?: { readonly id: string };
  readonly booking?: { readonly id: string };
};

async function run(client: Client, mutation: string, input: object): Promise<Done> {
  const { data, errors } = await client.run<{ done: Done | null }, object>(mutation, { input });
  if (!data?.done || 'message' in data.done) throw new Error(JSON.stringify({ data, errors, input }));
  return data.done;
}

async function register(host: Client, name: string): Promise<string> {
  const rate = { amount: 12_000, currency: 'KRW' };
  const details = { name, location: '서울', capacity: 8, timeZone: 'Asia/Seoul', hourlyRate: rate };
  const { room } = await run(host, REGISTER, { ...details, supplies: [{ name: 'Chair', quantity: 8 }] });
  return room?.id ?? '';
}

/**
 * Makes bookings in every state that lasts, and everything else that services store: a room that is closed,
 * one that is deleted, messages, a course, a review, a like and bookmarks.
 *
 * @param soon when the booking that is to be completed begins
 */
export async function play(host: Client, alice: Client, bob: Client, soon: Date): Promise<void> {
  const busy = await register(host, ROOMS.busy);
  const closed = await register(host, ROOMS.closed);
  const deleted = await register(host, ROOMS.deleted);
  const book = (client: Client, roomId: string, slot: object, paymentMethod = 'pm_card_visa') =>
    run(client, BOOK, { roomId, slot, paymentMethod });
  const end = new Date(soon.getTime() + 5 * 60_000);
  await book(alice, busy, { start: soon.toISOString(), end: end.toISOString() });
  for (const day of DAYS) await book(alice, busy, slotOn(day));
  const { booking } = await book(bob, busy, slotOn('2090-05-04'));
  await run(bob, CANCEL, { id: booking?.id, reason: 'Ill' });
  await book(bob, busy, slotOn('2090-05-05'), 'pm_card_visa_chargeDeclined').catch(() => undefined);
  await book(bob, closed, slotOn('2090-05-01'));
  await run(host, CLOSE, { id: closed, reason: 'Repairs' });
  await book(bob, deleted, slotOn('2090-05-01'));
  await run(host, DELETE, { id: deleted, cancelBookings: true });
  await run(host, COURSE, { title: 'A round', stops: [{ name: 'First', roomId: busy }] });
  const target = { type: 'ROOM', id: busy };
  await run(bob, BOOKMARK, { target });
  await run(bob, LIKE, { target });
  // Who has not used the room yet may not review it.
  await delay(soon.getTime() - Date.now() + 1_000);
  await run(alice, REVIEW, { target, rating: 5, text: '좋아요' });
}
