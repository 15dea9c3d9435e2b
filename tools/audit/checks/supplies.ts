import type { CaseIndex } from '../case-index.ts';
import type { Finding, Rule } from '../findings.ts';
import { latest } from '../latest.ts';

/** Why a room has no supplies, by the status of its stock. */
const MISSING = {
  UNKNOWN: 'supplies does not know it',
  UNSTOCKED: 'supplies has not received its registration',
  REMOVED: 'supplies takes it for deleted',
} as const;

/** A room has supplies as long as it exists, and no longer. */
export function checkSupplies(index: CaseIndex): readonly Finding[] {
  const stocks = new Map(index.snapshot.stocks.map((stock) => [stock.roomId, stock]));
  const finding = (room: string, code: Rule, message: string): Finding => {
    const ofRoom = index.historyOf('room', room);
    const ofStock = index.historyOf('supplies', room);
    return {
      code,
      message,
      ids: { room },
      correlationId: (ofRoom.first ?? ofStock.first)?.correlationId,
      changedAt: latest([ofRoom.latestAt, ofStock.latestAt]) ?? '',
    };
  };
  return [
    ...index.snapshot.rooms.flatMap(({ id, deleted }) => {
      const stock = stocks.get(id);
      if (deleted) {
        if (stock?.status === 'REMOVED') return [];
        const message = stock
          ? `${stock.supplies.length} supplies are left`
          : 'supplies does not know that it is deleted';
        return [finding(id, 'SUPPLIES_LEFT', message)];
      }
      if (stock?.status === 'PROVISIONED') return [];
      return [finding(id, 'SUPPLIES_MISSING', MISSING[stock?.status ?? 'UNKNOWN'])];
    }),
    ...index.snapshot.stocks
      .filter(({ roomId }) => !index.rooms.has(roomId))
      .map(({ roomId, status }) => finding(roomId, 'SUPPLIES_WITHOUT_ROOM', `the stock is ${status}`)),
  ];
}
