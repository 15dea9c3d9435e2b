import { on, type Reaction } from '../../../platform/messaging/reactions.ts';
import { roomAssigned, roomRegistered, roomUnassigned, roomUpdated } from '../../../schema/events/room.ts';
import type { DeliverMessage } from './deliver-message.ts';
import type { Dependencies } from './ports.ts';

/** Tells customers which rooms they have, and keeps the replica of rooms, which have the time zones. */
export function onRoomEvents(
  deliver: DeliverMessage,
  { rooms }: Pick<Dependencies, 'rooms'>,
): readonly Reaction[] {
  return [
    ...[roomRegistered, roomUpdated].map((definition) =>
      on(definition, ({ version, data: { room } }) =>
        rooms.save({ id: room.id, version, timeZone: room.timeZone }),
      ),
    ),

    on(roomAssigned, (event) => {
      const { booking, room, slot } = event.data;
      return deliver(event, booking.customer.id, {
        kind: 'ROOM_ASSIGNED',
        bookingId: booking.id,
        room,
        slot,
      });
    }),

    on(roomUnassigned, (event) => {
      const { booking, room, slot, reason } = event.data;
      const content = { kind: 'ROOM_UNASSIGNED', bookingId: booking.id, room, slot, reason } as const;
      return deliver(event, booking.customer.id, content);
    }),
  ];
}
