import { type CaseIndex, latest } from '../case-index.ts';
import type { Finding, Rule } from '../findings.ts';

/** A room has supplies as long as it exists, and no longer. */
export function checkSupplies(index: CaseIndex): readonly Finding[] {
  const stocks = new Map(index.snapshot.stocks.map((stock) => [stock.roomId, stock]));
  const finding = (room: string, code: Rule, message: string): Finding => {
    const events = [...index.eventsOf('room', room), ...index.eventsOf('supplies', room)];
    return {
      code,
      message,
      ids: { room },
      correlationId: events[0]?.correlationId,
      changedAt: latest(events.map(({ at }) => at)) ?? '',
    };
  };
  return [
    ...index.snapshot.rooms.flatMap(({ id, deleted }) => {
      const stock = stocks.get(id);
      if (deleted) {
        if (stock?.status === 'REMOVED') return [];
        const message = stock
          ? `${stock.supplies} supplies are left`
          : 'supplies does not know that it is deleted';
        return [finding(id, 'SUPPLIES_LEFT', message)];
      }
      if (stock?.status === 'PROVISIONED') return [];
      const message = stock ? 'supplies takes it for deleted' : 'supplies does not know it';
      return [finding(id, 'SUPPLIES_MISSING', message)];
    }),
    ...index.snapshot.stocks
      .filter(({ roomId }) => !index.rooms.has(roomId))
      .map(({ roomId, status }) => finding(roomId, 'SUPPLIES_WITHOUT_ROOM', `the stock is ${status}`)),
  ];
}
