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
    const known = new Map(
      (await queries.targets([...new Set(ids.flatMap((id) => id ?? []))])).map((each) => [each.id, each]),
    );
    return Promise.all(
      references.map(async ({ type }, index) => {
        const id = ids[index];
        if (id === undefined) return undefined;
        const found = known.get(id) ?? (type === 'ROOM' ? await awaitRoom(id) : undefined);
        return found?.type === type ? found : undefined;
      }),
    );
  };

  async function awaitRoom(id: string): Promise<Target | undefined> {
    if (!isAwaitingReplication(id, clock())) return undefined;
    return awaitReplication(async () => (await queries.targets([id]))[0]);
  }
}
