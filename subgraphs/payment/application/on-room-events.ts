import { on, type Reaction } from '../../../platform/messaging/reactions.ts';
import { roomAssigned } from '../../../schema/events/room.ts';
import type { Dependencies } from './ports.ts';

/**
 * Requests the capture of a payment when its room is assigned. Only the request is stored here; the worker
 * sends it to the provider, so that a slow provider does not delay events.
 */
export function onRoomEvents({
  handlePayment,
  clock,
}: Pick<Dependencies, 'handlePayment' | 'clock'>): readonly Reaction[] {
  return [
    on(roomAssigned, async ({ id: handles, cause, data }) => {
      await handlePayment(data.booking.id, () => ({ type: 'capture', at: clock() }), { cause, handles });
    }),
  ];
}
