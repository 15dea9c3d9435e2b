import { causedBy, MalformedEvent, type ReceivedEvent } from '../../../platform/messaging/event.ts';
import type { Put, Table } from './ports.ts';
import { PROJECTIONS } from './views.ts';

/** The events of a context, as a stream has them. */
export type EventSource = {
  /** Reads what there is after a sequence, in batches. */
  read(request: {
    readonly context: string;
    readonly events: readonly string[];
    readonly after: number;
  }): AsyncIterable<{
    readonly events: readonly ReceivedEvent[];
    readonly unreadable: number;
    readonly last: number;
    readonly left: number;
  }>;
};

/** New tables beside the current ones. */
export type NewTables = {
  /** Stores rows in the new tables, each unless one of a higher version is there. */
  put(puts: readonly Put[]): Promise<void>;
  /**
   * Makes the new tables the current ones, in one atomic step. The current ones take no rows from the time
   * when `catchUp` is called on. Resolves to the number of their rows that the new ones lack; unless that is
   * 0 or `isForced`, the current ones stay.
   */
  changeOver(catchUp: () => Promise<void>, isForced: boolean): Promise<number>;
};

export type RebuildProgress = { readonly context: string; readonly read: number; readonly left: number };

export type Rebuilt = {
  readonly events: number;
  readonly unreadable: number;
  /** The number of rows of the current tables that the new ones lack. */
  readonly lacking: number;
};

/** A pass that reads fewer events is followed by the change-over, which reads the rest. */
const FEW_EVENTS = 1_000;

/**
 * Makes tables anew from all events of the streams, while the current ones go on answering and taking events.
 * Events that come meanwhile are read in further passes, the last of them while the current tables take none.
 */
export async function rebuild({
  tables,
  source,
  newTables,
  isForced,
  onProgress,
}: {
  readonly tables: readonly Table[];
  readonly source: EventSource;
  readonly newTables: NewTables;
  readonly isForced: boolean;
  readonly onProgress: (progress: RebuildProgress) => void;
}): Promise<Rebuilt> {
  const contexts = Map.groupBy(
    PROJECTIONS.filter(({ table }) => tables.includes(table)),
    ({ definition }) => definition.context,
  );
  /** The sequence up to which each context was read. */
  const positions = new Map<string, number>();
  let events = 0;
  let unreadable = 0;

  /** Reads what the streams have now and was not read before. Returns its size. */
  async function pass(): Promise<number> {
    const before = events;
    for (const [context, projections] of contexts) {
      const names = [...new Set(projections.map(({ definition }) => definition.name))];
      const after = positions.get(context) ?? 0;
      let read = 0;
      for await (const batch of source.read({ context, events: names, after })) {
        const { puts, malformed } = await toPuts(batch.events, projections);
        await newTables.put(puts);
        positions.set(context, batch.last);
        read += batch.events.length;
        unreadable += batch.unreadable + malformed;
        onProgress({ context, read, left: batch.left });
      }
      events += read;
    }
    return events - before;
  }

  while ((await pass()) > FEW_EVENTS);
  const lacking = await newTables.changeOver(async () => void (await pass()), isForced);
  return { events, unreadable, lacking };
}

/** The rows that events give, and the number of events whose data does not match its definition. */
async function toPuts(
  events: readonly ReceivedEvent[],
  projections: typeof PROJECTIONS,
): Promise<{ readonly puts: readonly Put[]; readonly malformed: number }> {
  const puts: Put[] = [];
  const reactions = Map.groupBy(
    projections.map((projection) => projection.react({ put: async (put) => void puts.push(put) })),
    ({ definition }) => definition.type,
  );
  let malformed = 0;
  for (const event of events) {
    for (const { handle } of reactions.get(event.type) ?? []) {
      try {
        await handle({ ...event, cause: causedBy(event) });
      } catch (error) {
        if (!(error instanceof MalformedEvent)) throw error;
        malformed += 1;
      }
    }
  }
  return { puts, malformed };
}
