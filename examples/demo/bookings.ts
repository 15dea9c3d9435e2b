import type { Client } from '../client.ts';
import {
  BookingDocument,
  type BookingQuery,
  BookRoomDocument,
  CancelBookingDocument,
  RoomStatusDocument,
} from '../documents.generated.ts';
import type { Cast, Room } from './cast.ts';
import { follow } from './live.ts';
import type { Story } from './story.ts';

/** Two customers race for a room; everybody sees live who has it. Then the winner cancels. */
export async function raceAndPay(
  { alice, bob }: Cast,
  { chapter, tell, check, await: wait }: Story,
  rooms: readonly Room[],
): Promise<void> {
  const [room] = rooms;
  if (!room) return check('there is a room to book', false);
  chapter(`Alice and Bob want ${room.name} now, both at once`);
  const roomIds = rooms.map(({ id }) => id);
  const live = follow(bob, RoomStatusDocument, { roomIds }, ({ roomStatusChanged: change }) =>
    change.kind === 'SNAPSHOT'
      ? tell(`live: ${change.room?.name} is ${change.status}`)
      : tell(`live: ${change.room?.name} ${change.previousStatus} → ${change.status}`),
  );
  const sawStatus = (status: string) =>
    wait(
      async () => live.seen.findLast(({ roomStatusChanged }) => roomStatusChanged.room?.id === room.id),
      (last) => last?.roomStatusChanged.status === status,
    );
  const began = await wait(async () => live.seen.length >= rooms.length, Boolean);
  check('the live status begins with every room as it is', began !== undefined);

  const input = { roomId: room.id, paymentMethod: 'pm_card_visa' };
  const answers = await Promise.all(
    [alice, bob].map((customer) => customer.run(BookRoomDocument, { input })),
  );
  const kinds = answers.map(({ data }) => data?.bookRoom?.__typename);
  check('exactly one of them gets it', kinds.toSorted().join() === 'BookRoomSuccess,SlotTaken');
  const winner = kinds[0] === 'BookRoomSuccess' ? alice : bob;
  tell(
    `${winner === alice ? 'Alice' : 'Bob'} was quicker; ${winner === alice ? 'Bob' : 'Alice'} gets the next free slot`,
  );
  const booked = answers
    .map(({ data }) => data?.bookRoom)
    .find((each) => each?.__typename === 'BookRoomSuccess');
  if (booked?.__typename !== 'BookRoomSuccess') return live.close();

  const { id } = booked.booking;
  const confirmed = await wait(() => see(winner, id), inState('CONFIRMED', 'CAPTURED'));
  check('the room is assigned, the money captured, the booking CONFIRMED', confirmed !== undefined);
  check('everybody sees the room turn FULL', (await sawStatus('FULL')) !== undefined);

  chapter('The winner cancels after all');
  await winner.run(CancelBookingDocument, { input: { id, reason: 'Change of plans' } });
  const refunded = await wait(() => see(winner, id), inState('CANCELLED', 'REFUNDED'));
  check('the booking is CANCELLED and the money refunded', refunded !== undefined);
  check('everybody sees the room turn EMPTY', (await sawStatus('EMPTY')) !== undefined);
  for (const { type, at, correlationId } of refunded?.history ?? [])
    tell(`${at}  ${type}  (case ${correlationId})`);
  await live.close();
}

/** A card is declined; another one books the room. */
export async function declineCard(
  { alice }: Cast,
  { chapter, tell, check }: Story,
  room: Room,
): Promise<void> {
  chapter(`Alice tries to pay for ${room.name} with a card that is declined`);
  const declined = await bookNow(alice, room, 'pm_card_visa_chargeDeclined');
  tell(declined && 'message' in declined ? declined.message : 'no answer');
  check('the answer is PaymentDeclined', declined?.__typename === 'PaymentDeclined');
  const again = await bookNow(alice, room);
  check('the slot was not held: another card books it', again?.__typename === 'BookRoomSuccess');
}

/** Books a room for the hour from now. */
export async function bookNow(customer: Client, room: Room, paymentMethod = 'pm_card_visa') {
  const input = { roomId: room.id, paymentMethod, idempotencyKey: crypto.randomUUID() };
  return (await customer.run(BookRoomDocument, { input })).data?.bookRoom;
}

/** A booking as its customer sees it. */
export async function see(customer: Client, id: string): Promise<BookingQuery['booking'] | undefined> {
  return (await customer.run(BookingDocument, { id })).data?.booking;
}

export function inState(status: string, payment: string) {
  return (booking: BookingQuery['booking'] | undefined): boolean =>
    booking?.status === status && booking.payment?.status === payment;
}
