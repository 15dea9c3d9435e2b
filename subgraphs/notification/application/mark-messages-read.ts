import type { Actor } from '../../../platform/decisions/actor.ts';
import type { CommandContext } from '../../../platform/idempotency/once.ts';
import { type InvalidInput, invalid, parseUuid } from '../../../platform/input.ts';
import type { Dependencies } from './ports.ts';

/** How many messages one command marks. */
const MOST_IDS = 100;

export type MarkMessagesRead = CommandContext & { readonly actor: Actor; readonly ids: readonly string[] };

export type MarkMessagesReadOutcome =
  | {
      readonly kind: 'MarkMessagesReadSuccess';
      /** The actor's messages among the given ones, in their order, each once. */
      readonly messageIds: readonly string[];
    }
  | InvalidInput;

/** Marks messages of the actor as read. Ids that name none of the actor's messages are left out. */
export function createMarkMessagesRead({
  mailboxes,
  queries,
  clock,
}: Pick<Dependencies, 'mailboxes' | 'queries' | 'clock'>) {
  return async (command: MarkMessagesRead): Promise<MarkMessagesReadOutcome> => {
    const { ids, actor, attempt, cause } = command;
    if (ids.length > MOST_IDS) return invalid('ids', 'TOO_LONG', `Give at most ${MOST_IDS} ids.`);
    const given = [...new Set(ids.flatMap((id) => parseUuid(id) ?? []))];
    const own = new Set((await queries.byIds(actor.subject, given)).map(({ id }) => id));
    const messageIds = given.filter((id) => own.has(id));
    await mailboxes.markRead(actor.subject, {
      ids: messageIds,
      at: clock(),
      cause: { ...cause, causationId: attempt.commandId },
    });
    return { kind: 'MarkMessagesReadSuccess', messageIds };
  };
}
