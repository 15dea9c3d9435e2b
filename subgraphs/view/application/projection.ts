import type { DataOf, EventDefinition } from '../../../platform/messaging/event.ts';
import { type IncomingEvent, on, type Reaction } from '../../../platform/messaging/reactions.ts';
import type { Put, Rows, Table, ViewStore } from './ports.ts';

/** What one kind of event says about one table. */
export type Projection = {
  readonly table: Table;
  readonly definition: EventDefinition;
  /** The reaction that stores the row of an event. */
  react(views: Pick<ViewStore, 'put'>): Reaction;
};

/** An event as the row of a table; a pure function. */
type ToRow<Definition extends EventDefinition, Name extends Table> = (
  data: DataOf<Definition>,
  event: Omit<IncomingEvent<Definition>, 'data'>,
) => Rows[Name];

/** Projects events that say the same about a table: each gives the row of one key. */
export function project<Name extends Table, Definition extends EventDefinition>(
  table: Name,
  definitions: readonly Definition[],
  toRow: ToRow<Definition, Name>,
): readonly Projection[] {
  return definitions.map((definition) => ({
    table,
    definition,
    react: (views) =>
      on(definition, async ({ data, ...event }) => {
        // A union of tables with their rows: the compiler cannot see that the two belong together.
        const put = { table, row: toRow(data, event) } as unknown as Put;
        await views.put(put, { context: definition.context, time: event.time });
      }),
  }));
}
