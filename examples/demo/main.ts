import { once } from 'node:events';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { findLauncher, type LauncherClient, nothingRuns } from '../../embedded/launcher/client.ts';
import { dataDirOf } from '../../embedded/launcher/settings.ts';
import { runCommand } from '../../platform/config/command-line.ts';
import type { Client } from '../client.ts';
import {
  BookingDocument,
  type BookingQuery,
  BookRoomDocument,
  CancelBookingDocument,
  DeleteCourseDocument,
  DeleteRoomDocument,
  RegisterRoomDocument,
  RoomDocument,
} from '../documents.generated.ts';
import { openPeople, type People } from '../people.ts';
import { likeAndReview } from './community.ts';
import { followStatus } from './live.ts';
import { readRooms } from './rooms-file.ts';
import { createStory, type Story } from './story.ts';
import { DEMO } from './usage.ts';

/**
 * `npm run demo`: demonstrates the product on the running instance. It registers rooms from a CSV file, lets
 * two customers race for a slot, pays, follows the rooms live, declines a card, cancels and refunds, lets
 * customers like a course and review a room, and deletes a room while the supplies service is down and then
 * up. Exit status 0 only if every step went as expected.
 */
const REGISTRATION_LIMIT_MS = 2_000;

type Cast = { readonly host: Client; readonly alice: Client; readonly bob: Client };
type Room = { readonly id: string; readonly name: string };

async function demo(): Promise<number> {
  const dataDir = dataDirOf(process.env);
  const launcher = findLauncher(dataDir);
  if (!launcher) {
    console.error(nothingRuns(dataDir));
    return 1;
  }
  const { rows } = await launcher.status();
  const missing = rows
    .filter(({ state }) => state !== 'ready' && state !== 'elsewhere')
    .map(({ name }) => name);
  if (rows.length === 0 || missing.length > 0) {
    console.error(
      rows.length === 0
        ? 'The instance is just starting or stopping: try again.'
        : `The story needs everything, but ${missing.join(', ')} cannot work now: see \`npm run status\`.`,
    );
    return 1;
  }
  const stopping = new AbortController();
  const interrupted = once(stopping.signal, 'abort');
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => stopping.abort());
  const story = createStory();
  const people = await openPeople(launcher.record.services.router?.url ?? '', dataDir);
  const cast = await gather(people);
  const [rooms, courses]: [Room[], string[]] = [[], []];
  try {
    const playing = play(cast, story, { rooms, courses, launcher, signal: stopping.signal });
    await Promise.race([playing, interrupted]);
    if (!stopping.signal.aborted) return story.end();
    console.error('\nInterrupted: removing the rooms of the story.');
    // A registration that is under way ends first, or its room would stay.
    await Promise.race([playing.catch(() => {}), delay(REGISTRATION_LIMIT_MS)]);
    return 130;
  } finally {
    await cleanUp(cast, { rooms, courses, launcher });
    await people.close();
  }
}

type Stage = {
  /** The rooms that the story has registered so far. */
  readonly rooms: Room[];
  /** The ids of the courses. */
  readonly courses: string[];
  readonly launcher: LauncherClient;
  readonly signal: AbortSignal;
};

async function play(cast: Cast, story: Story, { rooms, courses, launcher, signal }: Stage): Promise<void> {
  await registerRooms(cast, story, rooms, signal);
  await raceAndPay(cast, story, rooms);
  await declineCard(cast, story, rooms);
  const [, room] = rooms;
  if (room) await likeAndReview(cast, story, { room, courses });
  await deleteRooms(cast, story, rooms, launcher);
}

/**
 * Removes the courses and rooms that the story has left, with their bookings, and starts supplies if it is
 * down.
 */
async function cleanUp(
  { host }: Cast,
  { rooms, courses, launcher }: Pick<Stage, 'rooms' | 'courses' | 'launcher'>,
): Promise<void> {
  for (const id of courses) await host.run(DeleteCourseDocument, { input: { id } });
  const { rows } = await launcher.status();
  if (rows.some(({ name, state }) => name === 'supplies' && state !== 'ready'))
    await order(launcher, 'start');
  for (const { id } of rooms) await host.run(DeleteRoomDocument, { input: { id, cancelBookings: true } });
}

async function gather(people: People): Promise<Cast> {
  return {
    host: await people.as('demo-host', 'host'),
    alice: await people.as('demo-alice', 'customer'),
    bob: await people.as('demo-bob', 'customer'),
  };
}

async function registerRooms(
  { host }: Cast,
  { chapter, tell, check, await: wait }: Story,
  rooms: Room[],
  signal: AbortSignal,
): Promise<void> {
  chapter('A host registers the rooms of examples/rooms.csv');
  const inputs = readRooms(join(import.meta.dirname, '../rooms.csv'));
  for (const input of inputs) {
    signal.throwIfAborted();
    const { data } = await host.run(RegisterRoomDocument, { input });
    const answer = data?.registerRoom;
    if (answer?.__typename !== 'RegisterRoomSuccess') {
      tell(`${input.name}: ${answer?.message ?? 'no answer'}`);
      continue;
    }
    rooms.push(answer.room);
    const { amount, currency } = answer.room.hourlyRate;
    const price = new Intl.NumberFormat('en', { style: 'currency', currency });
    const digits = price.resolvedOptions().maximumFractionDigits ?? 2;
    tell(`${answer.room.name}, ${price.format(amount / 10 ** digits)} an hour`);
  }
  check('every room of the file is registered', rooms.length === inputs.length);
  for (const { id, name } of rooms) {
    const stocked = await wait(
      () => host.run(RoomDocument, { id }),
      ({ data }) => (data?.room?.supplies?.length ?? 0) > 0,
    );
    const supplies = stocked?.data?.room?.supplies
      ?.map((each) => `${each.name} ×${each.quantity}`)
      .join(', ');
    check(`${name} has supplies: ${supplies ?? 'nothing'}`, supplies !== undefined);
  }
}

async function raceAndPay(
  { alice, bob }: Cast,
  { chapter, tell, check, await: wait }: Story,
  rooms: readonly Room[],
) {
  const [room] = rooms;
  if (!room) return check('there is a room to book', false);
  chapter(`Alice and Bob want ${room.name} now, both at once`);
  const live = followStatus(
    bob,
    rooms.map(({ id }) => id),
    ({ kind, status, previousStatus, room }) =>
      kind === 'SNAPSHOT'
        ? tell(`live: ${room?.name} is ${status}`)
        : tell(`live: ${room?.name} ${previousStatus} → ${status}`),
  );
  const sawStatus = (status: string) =>
    wait(
      async () => live.changes.filter((change) => change.room?.id === room.id).at(-1),
      (change) => change?.status === status,
    );
  check(
    'the live status begins with every room as it is',
    await holds(() => live.changes.length >= rooms.length, wait),
  );

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
  const see = async () => (await winner.run(BookingDocument, { id })).data?.booking;
  const confirmed = await wait(see, inState('CONFIRMED', 'CAPTURED'));
  check('the room is assigned, the money captured, the booking CONFIRMED', confirmed !== undefined);
  check('everybody sees the room turn FULL', (await sawStatus('FULL')) !== undefined);

  chapter('The winner cancels after all');
  await winner.run(CancelBookingDocument, { input: { id, reason: 'Change of plans' } });
  const refunded = await wait(see, inState('CANCELLED', 'REFUNDED'));
  check('the booking is CANCELLED and the money refunded', refunded !== undefined);
  check('everybody sees the room turn EMPTY', (await sawStatus('EMPTY')) !== undefined);
  for (const { type, at, correlationId } of refunded?.history ?? [])
    tell(`${at}  ${type}  (case ${correlationId})`);
  await live.close();
}

async function declineCard({ alice }: Cast, { chapter, tell, check }: Story, [, room]: readonly Room[]) {
  if (!room) return check('there is a room to book', false);
  chapter(`Alice tries to pay for ${room.name} with a card that is declined`);
  const book = (paymentMethod: string) =>
    alice.run(BookRoomDocument, {
      input: { roomId: room.id, paymentMethod, idempotencyKey: crypto.randomUUID() },
    });
  const declined = (await book('pm_card_visa_chargeDeclined')).data?.bookRoom;
  tell(declined && 'message' in declined ? declined.message : 'no answer');
  check('the answer is PaymentDeclined', declined?.__typename === 'PaymentDeclined');
  const again = (await book('pm_card_visa')).data?.bookRoom;
  check('the slot was not held: another card books it', again?.__typename === 'BookRoomSuccess');
}

async function deleteRooms(
  { host }: Cast,
  { chapter, tell, check, await: wait }: Story,
  rooms: readonly Room[],
  instance: LauncherClient,
) {
  const [first, booked] = rooms;
  if (!first || !booked) return check('there are rooms to delete', false);
  const remove = async (id: string, cancelBookings = false) =>
    (await host.run(DeleteRoomDocument, { input: { id, cancelBookings } })).data?.deleteRoom;

  chapter(`The host deletes ${first.name} while the supplies service is down`);
  await order(instance, 'stop');
  try {
    const refused = await remove(first.id);
    tell(refused && 'message' in refused ? refused.message : 'no answer');
    check('it is refused and the answer says why', refused?.__typename === 'SuppliesUnavailable');
  } finally {
    await order(instance, 'start');
  }
  tell('supplies is back');
  const deleted = await wait(
    () => remove(first.id),
    (answer) => answer?.__typename === 'DeleteRoomSuccess',
  );
  check('now it is deleted', deleted !== undefined);

  chapter(`The host deletes ${booked.name}, which Alice has booked`);
  const hasBookings = await wait(
    () => remove(booked.id),
    (answer) => answer?.__typename === 'RoomHasBookings',
  );
  check('it is refused because of the booking', hasBookings !== undefined);
  for (const { id, name } of rooms.slice(1)) {
    check(
      `${name} is deleted, bookings cancelled`,
      (await remove(id, true))?.__typename === 'DeleteRoomSuccess',
    );
  }
}

async function order(instance: LauncherClient, command: 'start' | 'stop'): Promise<void> {
  const refusal = await instance.order(command, ['supplies']);
  if (refusal) throw new Error(refusal.message);
}

function inState(status: string, payment: string) {
  return (booking: BookingQuery['booking'] | undefined): boolean =>
    booking?.status === status && booking.payment?.status === payment;
}

async function holds(condition: () => boolean, wait: Story['await']): Promise<boolean> {
  return (await wait(async () => condition(), Boolean)) !== undefined;
}

process.exit(await runCommand(DEMO, process.argv.slice(2), demo));
