import { awaitReplication, isAwaitingReplication } from '../../../platform/awaiting-replication.ts';
import type { Dependencies, KnownRoom } from './ports.ts';

/** Returns the function that finds a room; a new one may reach the replica a moment late. */
export function createFindRoom({ rooms, clock }: Pick<Dependencies, 'rooms' | 'clock'>) {
  return (roomId: string): Promise<KnownRoom | undefined> => {
    const find = () => rooms.find(roomId);
    return isAwaitingReplication(roomId, clock()) ? awaitReplication(find) : find();
  };
}
