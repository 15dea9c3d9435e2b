import { execute } from '../../../platform/decisions/execute.ts';
import { on, type Reaction } from '../../../platform/messaging/reactions.ts';
import { roomAssigned } from '../../../schema/events/room.ts';
import { evolve, type PaymentState } from '../domain/payment.ts';
import { decide } from '../domain/payment-decide.ts';
import type { Clock, PaymentStore } from './ports.ts';

/**
 * The room is kept for the booking: its money is to be taken. Only the wish is stored here, the provider is asked by
 * the worker, so that a slow provider holds up no events.
 */
export function onRoomAssigned({
  payments,
  clock,
}: {
  readonly payments: PaymentStore;
  readonly clock: Clock;
}): Reaction {
  return on(roomAssigned, async ({ id: eventId, cause, data }) => {
    await execute({
      store: payments,
      id: data.booking.id,
      decide: (state: PaymentState) => decide({ type: 'capture', at: clock() }, state),
      evolve,
      cause,
      handles: eventId,
    });
  });
}
