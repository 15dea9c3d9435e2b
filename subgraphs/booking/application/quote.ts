import type { Instant, Money } from '../../../platform/decisions/values.ts';
import type { InvalidInput } from '../../../platform/input.ts';
import { goodUntil } from '../domain/price.ts';
import type { Slot } from '../domain/slot.ts';
import { createFindRoom } from './find-room.ts';
import { payablePrice } from './payable-price.ts';
import type { Dependencies } from './ports.ts';

export type Quote = {
  readonly roomId: string;
  readonly slot: Slot;
  readonly price: Money;
  /** Until then, `bookRoom` takes the price as the expected one. */
  readonly validUntil: Instant;
};

/**
 * Says what a slot of a room costs now, or why no card can pay it; undefined for a room that is out of
 * service. Nothing is held.
 */
export function createQuote({ rooms, clock }: Pick<Dependencies, 'rooms' | 'clock'>) {
  const findRoom = createFindRoom({ rooms, clock });
  return async (roomId: string, slot: Slot): Promise<Quote | InvalidInput | undefined> => {
    const room = await findRoom(roomId);
    if (!room || room.closed || room.deleted) return undefined;
    const price = payablePrice(slot, room.hourlyRate);
    return 'kind' in price ? price : { roomId, slot, price, validUntil: goodUntil(clock()) };
  };
}
