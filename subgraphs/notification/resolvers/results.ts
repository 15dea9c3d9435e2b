import type { IdempotencyConflict } from '../../../platform/idempotency/once.ts';
import { toResult } from '../../../platform/subgraph/mutation.ts';
import type { MarkMessagesReadOutcome } from '../application/mark-messages-read.ts';
import type { SetLanguageOutcome } from '../application/set-language.ts';
import type { ResolversTypes } from '../schema.generated.ts';
import type { NotificationContext } from './context.ts';

type Result<Name extends keyof ResolversTypes> = Awaited<ResolversTypes[Name]>;
type Executed<Outcome> = Outcome | IdempotencyConflict;

const NO_SUCH_MESSAGE = 'There is no such message.';

export async function toMarkMessagesReadResult(
  outcome: Executed<MarkMessagesReadOutcome>,
  { loaders }: NotificationContext,
): Promise<Result<'MarkMessagesReadResult'>> {
  if (outcome.kind !== 'MarkMessagesReadSuccess') return toResult(outcome, NO_SUCH_MESSAGE);
  // Those that newer ones have replaced since an earlier attempt are gone.
  const found = await Promise.all(outcome.messageIds.map((id) => loaders.message.load(id)));
  return { __typename: outcome.kind, messages: found.flatMap((message) => message ?? []) };
}

export function toSetLanguageResult(outcome: Executed<SetLanguageOutcome>): Result<'SetLanguageResult'> {
  return toResult(outcome, NO_SUCH_MESSAGE);
}
