import { type IncomingEvent, on, type Reaction } from '../../../platform/messaging/reactions.ts';
import { foldText } from '../../../platform/text/fold.ts';
import { type suppliesChanged, supplySnapshotEvents } from '../../../schema/events/supplies.ts';
import type { Dependencies } from './ports.ts';

/**
 * Keeps the names of each room's supplies up to date, by which rooms are searched. An event for an unknown
 * room is a fault, so that it is redelivered.
 */
export function onSuppliesEvents({ roomSupplies }: Pick<Dependencies, 'roomSupplies'>): readonly Reaction[] {
  async function replicate({ version, data }: IncomingEvent<typeof suppliesChanged>): Promise<void> {
    const { room, supplies } = data;
    const names = supplies.filter(({ quantity }) => quantity >= 1).map(({ name }) => foldText(name));
    const isKnown = await roomSupplies.save({ roomId: room.id, version, names });
    if (!isKnown) throw new Error(`There are supplies of an unknown room, ${room.id}`);
  }

  return supplySnapshotEvents.map((definition) => on(definition, replicate));
}
