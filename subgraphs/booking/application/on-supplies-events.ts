import { type IncomingEvent, on, type Reaction } from '../../../platform/messaging/reactions.ts';
import { foldText } from '../../../platform/text/fold.ts';
import { type suppliesChanged, supplySnapshotEvents } from '../../../schema/events/supplies.ts';
import type { Dependencies } from './ports.ts';

/** Keeps what each room has: rooms are found by their supplies while the supplies service is down. */
export function onSuppliesEvents({ rooms }: Pick<Dependencies, 'rooms'>): readonly Reaction[] {
  async function replicate({ version, data }: IncomingEvent<typeof suppliesChanged>): Promise<void> {
    const present = data.supplies.filter(({ quantity }) => quantity > 0);
    const names = [...new Set(present.map(({ name }) => foldText(name)))];
    await rooms.saveSupplies({ roomId: data.room.id, version, names });
  }

  return supplySnapshotEvents.map((definition) => on(definition, replicate));
}
