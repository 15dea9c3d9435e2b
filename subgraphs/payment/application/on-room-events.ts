import { type IncomingEvent, on, type Reaction } from '../../../platform/messaging/reactions.ts';
import {
  roomAssigned,
  roomClosed,
  roomDeleted,
  roomRegistered,
  roomReopened,
  roomTransferred,
  roomUpdated,
} from '../../../schema/events/room.ts';
import { createHandleForBooking } from './handle-for-booking.ts';
import type { Dependencies } from './ports.ts';

/**
 * Keeps the hosts of the rooms up to date, and requests the capture of a payment when its room is assigned.
 * Only the request is stored here; the worker sends it to the provider, so that a slow provider does not
 * delay events.
 */
export function onRoomEvents({
  handlePayment,
  payments,
  rooms,
  clock,
}: Pick<Dependencies, 'handlePayment' | 'payments' | 'rooms' | 'clock'>): readonly Reaction[] {
  const handleForBooking = createHandleForBooking({ handlePayment, payments });

  async function replicate({ version, data: { room } }: IncomingEvent<typeof roomUpdated>): Promise<void> {
    await rooms.save({ id: room.id, version, hostId: room.host?.id ?? null });
  }

  return [
    ...[roomRegistered, roomUpdated, roomClosed, roomReopened, roomTransferred, roomDeleted].map(
      (definition) => on(definition, replicate),
    ),

    on(roomAssigned, ({ id: handles, cause, data: { booking, room } }) =>
      handleForBooking({ id: booking.id, room }, () => ({ type: 'capture', at: clock() }), {
        cause,
        handles,
      }),
    ),
  ];
}
