import type { Instant, Money } from '../../../platform/decisions/values.ts';
import { goodUntil, priceOf } from '../domain/price.ts';
import type { Slot } from '../domain/slot.ts';
import { createFindRoom } from './find-room.ts';
import type { Dependencies } from './ports.ts';

export type Quote = {
  readonly roomId: string;
  readonly slot: Slot;
  readonly price: Money;
  /** Until then, `bookRoom` takes the price as the expected one. */
  readonly validUntil: Instant;
};

/** The outcome for a slot that no amount can pay. */
export type PriceTooHigh = { readonly kind: 'PriceTooHigh' };

/** Says what a slot of a room costs now; undefined for a room that is out of service. Nothing is held. */
export function createQuote({ rooms, clock }: Pick<Dependencies, 'rooms' | 'clock'>) {
  const findRoom = createFindRoom({ rooms, clock });
  return async (roomId: string, slot: Slot): Promise<Quote | PriceTooHigh | undefined> => {
    const room = await findRoom(roomId);
    if (!room || room.closed || room.deleted) return undefined;
    const price = priceOf(slot, room.hourlyRate);
    return price ? { roomId, slot, price, validUntil: goodUntil(clock()) } : { kind: 'PriceTooHigh' };
  };
}
