import type { Clock } from '../../../platform/decisions/time.ts';
import { on, type Reaction } from '../../../platform/messaging/reactions.ts';
import { roomAssigned } from '../../../schema/events/room.ts';
import type { HandlePayment } from './ports.ts';

/**
 * The room is kept for the booking: its money is to be taken. Only the desiredOutcome is stored here, the provider is asked by
 * the worker, so that a slow provider holds up no events.
 */
export function onRoomAssigned({
  handlePayment,
  clock,
}: {
  readonly handlePayment: HandlePayment;
  readonly clock: Clock;
}): Reaction {
  return on(roomAssigned, async ({ id: handles, cause, data }) => {
    await handlePayment(data.booking.id, () => ({ type: 'capture', at: clock() }), { cause, handles });
  });
}
