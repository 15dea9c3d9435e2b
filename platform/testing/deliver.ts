import type { Cause } from '../decisions/cause.ts';
import { newId } from '../identifiers.ts';
import type { DataOf, EventDefinition } from '../messaging/event.ts';
import type { Reaction } from '../messaging/reactions.ts';

export type Delivery<Definition extends EventDefinition> = {
  readonly data: DataOf<Definition>;
  /** The event's id; a delivery with the id of an earlier one is a redelivery. A new one when left out. */
  readonly id?: string | undefined;
  readonly aggregateId?: string;
  readonly version?: number;
  readonly time?: string;
  readonly correlationId?: string;
};

/**
 * Delivers an event of another service to the reactions of its type, as a consumer does. Throws when there
 * are none.
 */
export async function deliver<Definition extends EventDefinition>(
  reactions: readonly Reaction[],
  definition: Definition,
  {
    data,
    id = newId(),
    aggregateId = newId(),
    version = 1,
    time = new Date().toISOString(),
    correlationId = 'story',
  }: Delivery<Definition>,
): Promise<void> {
  const cause: Cause = { correlationId, causationId: id };
  const matching = reactions.filter((reaction) => reaction.definition === definition);
  if (matching.length === 0) throw new Error(`Nothing reacts to ${definition.type}`);
  for (const { handle } of matching) await handle({ id, aggregateId, version, time, cause, data });
}
