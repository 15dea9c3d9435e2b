import { type Executed, execute } from '../../../platform/decisions/execute.ts';
import type { Attempt } from '../../../platform/idempotency/once.ts';
import type { Cause } from '../../../platform/messaging/event.ts';
import { evolve, type RoomStockEvent, type RoomStockState } from '../domain/room-stock.ts';
import { decide, type RoomStockCommand, type RoomStockRejection } from '../domain/room-stock-decide.ts';
import type { RoomStockStore } from './ports.ts';

export type ChangeStock = {
  readonly stocks: RoomStockStore;
  readonly roomId: string;
  readonly attempt: Attempt;
  readonly command: RoomStockCommand;
  readonly cause: Cause;
};

/**
 * Carries out what staff wants done to a room's stock. A second try of a command that had its effect changes nothing and
 * is not refused, whatever others have done since. The state given back is never older than the command's effect.
 */
export async function changeStock({
  stocks,
  roomId,
  attempt,
  command,
  cause,
}: ChangeStock): Promise<Executed<RoomStockState, RoomStockEvent, RoomStockRejection>> {
  const changed = await execute({
    store: stocks,
    id: roomId,
    decide: (state: RoomStockState) => decide(command, state),
    evolve,
    cause: { ...cause, causationId: attempt.commandId },
    handles: attempt.commandId,
  });
  if (changed.accepted || !(await stocks.hasHandled(attempt.commandId))) return changed;
  return { accepted: true, state: (await stocks.load(roomId)).state, events: [] };
}
