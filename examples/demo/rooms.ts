import { join } from 'node:path';
import { DeleteRoomDocument, RegisterRoomDocument, RoomDocument } from '../documents.generated.ts';
import type { Instance } from '../instance.ts';
import type { Cast, Room } from './cast.ts';
import { readRooms } from './rooms-file.ts';
import { without } from './services.ts';
import type { Story } from './story.ts';

/**
 * The host registers the rooms of a file.
 *
 * @param rooms takes each room as soon as it is registered, so that it can be removed afterwards
 */
export async function registerRooms(
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

/** The host deletes the rooms: one while supplies is down and then up, one that is booked, and the others. */
export async function deleteRooms(
  { host }: Cast,
  { chapter, tell, check, await: wait }: Story,
  rooms: readonly Room[],
  instance: Instance,
): Promise<void> {
  const [first, booked] = rooms;
  if (!first || !booked) return check('there are rooms to delete', false);
  const remove = async (id: string, cancelBookings = false) =>
    (await host.run(DeleteRoomDocument, { input: { id, cancelBookings } })).data?.deleteRoom;

  chapter(`The host deletes ${first.name} while the supplies service is down`);
  await without(instance, ['supplies'], async () => {
    const refused = await remove(first.id);
    tell(refused && 'message' in refused ? refused.message : 'no answer');
    check('it is refused and the answer says why', refused?.__typename === 'SuppliesUnavailable');
  });
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
