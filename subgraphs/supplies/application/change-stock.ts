import type { Cause } from '../../../platform/decisions/cause.ts';
import type { Handled } from '../../../platform/decisions/command-handler.ts';
import type { Attempt } from '../../../platform/idempotency/once.ts';
import type { RoomStockEvent, RoomStockState } from '../domain/room-stock.ts';
import type { RoomStockCommand, RoomStockRejection } from '../domain/room-stock-decide.ts';
import type { HandleRoomStock, RoomStockStore } from './ports.ts';

export type ChangeStock = ReturnType<typeof createChangeStock>;

/**
 * Handles a command of staff on a room's stock. A second attempt at a command that has had its effect changes nothing
 * and is not refused, whatever has changed since. The returned state is never older than the command's effect.
 */
export function createChangeStock({
  handleRoomStock,
  stocks,
}: {
  readonly handleRoomStock: HandleRoomStock;
  readonly stocks: RoomStockStore;
}) {
  return async (
    roomId: string,
    createCommand: () => RoomStockCommand,
    { attempt: { commandId }, cause }: { readonly attempt: Attempt; readonly cause: Cause },
  ): Promise<Handled<RoomStockState, RoomStockEvent, RoomStockRejection>> => {
    const changed = await handleRoomStock(roomId, createCommand, {
      cause: { ...cause, causationId: commandId },
      handles: commandId,
    });
    if (changed.accepted || !(await stocks.hasHandled(commandId))) return changed;
    return { accepted: true, state: (await stocks.load(roomId)).state, events: [] };
  };
}
