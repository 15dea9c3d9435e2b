import { awaitReplication, isAwaitingReplication } from '../../../platform/awaiting-replication.ts';
import { parseUuid } from '../../../platform/input.ts';
import type { Target, TargetReference } from '../domain/target.ts';
import type { Dependencies } from './ports.ts';

export type FindTargets = ReturnType<typeof createFindTargets>;

/**
 * Finds targets by references of any form, in the order of these; undefined where there is none. A new room
 * may reach the replica a moment after its registration (ADR 0009).
 */
export function createFindTargets({ queries, clock }: Pick<Dependencies, 'queries' | 'clock'>) {
  return async (references: readonly TargetReference[]): Promise<readonly (Target | undefined)[]> => {
    const ids = references.map(({ id }) => parseUuid(id));
    const now = clock();
    const newRooms = references.flatMap(({ type }, index) => {
      const id = ids[index];
      return id !== undefined && type === 'ROOM' && isAwaitingReplication(id, now) ? [id] : [];
    });
    const found = await find(new Set(ids.flatMap((id) => id ?? [])), newRooms);
    return references.map(({ type }, index) => {
      const target = found.get(ids[index] ?? '');
      return target?.type === type ? target : undefined;
    });
  };

  /** Waits a moment for the new rooms, for all of them at once. */
  async function find(
    ids: ReadonlySet<string>,
    newRooms: readonly string[],
  ): Promise<ReadonlyMap<string, Target>> {
    const read = async () => new Map((await queries.targets([...ids])).map((each) => [each.id, each]));
    const isComplete = (found: ReadonlyMap<string, Target>) => newRooms.every((id) => found.has(id));
    const found = await read();
    if (isComplete(found)) return found;
    const complete = await awaitReplication(async () => {
      const later = await read();
      return isComplete(later) ? later : undefined;
    });
    return complete ?? read();
  }
}
