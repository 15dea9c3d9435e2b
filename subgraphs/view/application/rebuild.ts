import { createIdSet } from '../../../platform/id-set.ts';
import {
  type CloudEvent,
  causedBy,
  MalformedEvent,
  type ReceivedEvent,
} from '../../../platform/messaging/event.ts';
import type { Put, Table } from './ports.ts';
import type { Projection } from './projection.ts';
import { PROJECTIONS } from './views.ts';

/** Where the events of a context are. */
export type EventSource = {
  /** Reads what the stream has after a sequence, in batches. */
  readStream(request: {
    readonly context: string;
    readonly events: readonly string[];
    readonly after: number;
  }): AsyncIterable<{
    readonly events: readonly ReceivedEvent[];
    readonly unreadable: number;
    readonly last: number;
    readonly left: number;
  }>;
  /**
   * Reads all published events of the context's own store, in batches; none when the store cannot be read.
   *
   * @returns `left`, about how many events are left to read
   */
  readStore(
    context: string,
  ): AsyncIterable<{ readonly events: readonly CloudEvent[]; readonly left: number }>;
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

export type RebuildProgress = {
  readonly context: string;
  readonly from: 'stream' | 'store';
  readonly read: number;
  readonly left: number;
};

export type Rebuilt = {
  readonly events: number;
  readonly unreadable: number;
  /** How many events of each context its store has and its stream lacks; none for a whole stream. */
  readonly restored: ReadonlyMap<string, number>;
  /** The number of rows of the current tables that the new ones lack. */
  readonly lacking: number;
};

/** A pass that reads fewer events is followed by the change-over, which reads the rest. */
const FEW_EVENTS = 1_000;

/**
 * Makes tables anew from all events, while the current ones go on answering and taking events: from the
 * streams, and from the stores of the contexts what a stream lacks. Rows do not depend on the order of the
 * events, so what comes from a store may be older than what came from the stream. Events that come meanwhile
 * are read in further passes, the last of them while the current tables take none.
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
  /** The sequence up to which each stream was read. */
  const positions = new Map<string, number>();
  const restored = new Map<string, number>();
  let events = 0;
  let unreadable = 0;

  async function put(found: readonly CloudEvent[], projections: readonly Projection[]): Promise<void> {
    const { puts, malformed } = await toPuts(found, projections);
    await newTables.put(puts);
    events += found.length;
    unreadable += malformed;
  }

  /** Reads what a stream has now and was not read before. */
  async function readStream(
    context: string,
    projections: readonly Projection[],
    onRead: (found: readonly CloudEvent[]) => void = () => {},
  ): Promise<void> {
    const names = [...new Set(projections.map(({ definition }) => definition.name))];
    let read = 0;
    const after = positions.get(context) ?? 0;
    for await (const batch of source.readStream({ context, events: names, after })) {
      await put(batch.events, projections);
      onRead(batch.events);
      positions.set(context, batch.last);
      unreadable += batch.unreadable;
      read += batch.events.length;
      onProgress({ context, from: 'stream', read, left: batch.left });
    }
  }

  /** Reads a stream from its beginning, and then from the store what was not in it. */
  async function readAll(context: string, projections: readonly Projection[]): Promise<void> {
    const types = new Set(projections.map(({ definition }) => definition.type));
    const streamed = createIdSet();
    await readStream(context, projections, (found) => {
      for (const { id } of found) streamed.add(id);
    });
    let read = 0;
    for await (const batch of source.readStore(context)) {
      const missing = batch.events.filter(({ id, type }) => types.has(type) && !streamed.has(id));
      await put(missing, projections);
      if (missing.length > 0) restored.set(context, (restored.get(context) ?? 0) + missing.length);
      read += batch.events.length;
      onProgress({ context, from: 'store', read, left: batch.left });
    }
  }

  /** Reads what the streams have now and was not read before. Returns its size. */
  async function pass(): Promise<number> {
    const before = events;
    for (const [context, projections] of contexts) await readStream(context, projections);
    return events - before;
  }

  for (const [context, projections] of contexts) await readAll(context, projections);
  while ((await pass()) > FEW_EVENTS);
  const lacking = await newTables.changeOver(async () => void (await pass()), isForced);
  return { events, unreadable, restored, lacking };
}

/** The rows that events give, and the number of events whose data does not match its definition. */
async function toPuts(
  events: readonly CloudEvent[],
  projections: readonly Projection[],
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
