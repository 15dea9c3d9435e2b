import type { Client } from '../client.ts';
import {
  CancelBookingDocument,
  type Language,
  MessageReceivedDocument,
  MessagesDocument,
  SetLanguageDocument,
} from '../documents.generated.ts';
import type { Instance } from '../instance.ts';
import { bookNow, inState, see } from './bookings.ts';
import type { Cast, Room } from './cast.ts';
import { follow } from './live.ts';
import { without } from './services.ts';
import type { Story } from './story.ts';

/** A customer follows the messages about a booking live, from its confirmation to the refund. */
export async function followMessages(
  { alice }: Cast,
  { chapter, tell, check, await: wait }: Story,
  room: Room,
): Promise<void> {
  chapter(`Alice books ${room.name} and follows her messages, first in English, then in Korean`);
  await speak(alice, 'EN');
  const list = await wait(
    () => messages(alice),
    ([newest]) => newest !== undefined,
  );
  const booked = await bookNow(alice, room);
  if (booked?.__typename !== 'BookRoomSuccess') return check('the room is booked', false);
  const { id } = booked.booking;
  const isAboutIt = ({ booking }: { readonly booking?: { readonly id: string } | null }) =>
    booking?.id === id;
  // `after` the newest message in the list, so that none is missed and none comes twice.
  const live = follow(alice, MessageReceivedDocument, { after: list?.[0]?.id }, ({ messageReceived }) => {
    if (isAboutIt(messageReceived)) tell(`live: ${messageReceived.text}`);
  });
  const received = () => live.seen.map(({ messageReceived }) => messageReceived).filter(isAboutIt);
  const kinds = () =>
    received()
      .map(({ kind }) => kind)
      .toSorted()
      .join();
  const hears = async (expected: string) =>
    (await wait(async () => kinds() === expected, Boolean)) !== undefined;

  check(
    'she is told that the room is assigned and the booking confirmed',
    await hears('BOOKING_CONFIRMED,ROOM_ASSIGNED'),
  );
  await speak(alice, 'KO');
  await alice.run(CancelBookingDocument, { input: { id } });
  check(
    'then of the cancellation, the release and the refund, each once',
    await hears('BOOKING_CANCELLED,BOOKING_CONFIRMED,BOOKING_REFUNDED,ROOM_ASSIGNED,ROOM_UNASSIGNED'),
  );
  const korean = received().slice(2);
  check(
    'those are in Korean',
    korean.every(({ text }) => /\p{Script=Hangul}/u.test(text)),
  );
  await live.close();
  await speak(alice, 'EN');
}

/** A customer books while the notification service is down, and is told when it is back. */
export async function catchUp(
  { bob }: Cast,
  { chapter, tell, check, await: wait }: Story,
  { room, instance }: { readonly room: Room; readonly instance: Instance },
): Promise<void> {
  chapter(`Bob books ${room.name} while the notification service is down`);
  const ids: string[] = [];
  await without(instance, ['notification'], async () => {
    const booked = await bookNow(bob, room);
    if (booked?.__typename !== 'BookRoomSuccess') return check('the room is booked', false);
    ids.push(booked.booking.id);
    const confirmed = await wait(() => see(bob, booked.booking.id), inState('CONFIRMED', 'CAPTURED'));
    check('the booking is CONFIRMED without it', confirmed !== undefined);
  });
  tell('notification is back');
  const told = await wait(
    async () => (await messages(bob)).filter(({ booking }) => ids.includes(booking?.id ?? '')),
    ({ length }) => length === 2,
  );
  for (const { kind, text } of told ?? []) tell(`${kind}: ${text}`);
  check('it tells Bob what has happened meanwhile', told !== undefined);
}

async function messages(customer: Client) {
  const { data } = await customer.run(MessagesDocument, { first: 10 });
  return data?.messages?.edges.map(({ node }) => node) ?? [];
}

async function speak(customer: Client, language: Language): Promise<void> {
  await customer.run(SetLanguageDocument, { input: { language } });
}
