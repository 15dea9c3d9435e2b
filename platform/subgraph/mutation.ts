import type { Cause } from '../decisions/cause.ts';
import { type Attempt, type IdempotencyConflict, type IdempotencyStore, once } from '../idempotency/once.ts';
import type { RequestContext } from './request-context.ts';

type MutationContext = RequestContext & { readonly services: { readonly idempotency: IdempotencyStore } };
type MutationInput = { readonly idempotencyKey?: string | null | undefined };
type Outcome = { readonly kind: string };

/** A mutation's input and what its use case needs besides. */
export type CommandOf<Input> = Omit<Input, 'idempotencyKey'> & {
  readonly attempt: Attempt;
  readonly cause: Cause;
};

/**
 * Executes a mutation once per idempotency key and returns the outcome of its use case; see `once`. An
 * outcome that decides nothing is not kept: the key can be used again, also with a corrected input.
 *
 * @param mutation name of the field: a key belongs to one caller and one mutation
 * @param endsCommand true for an outcome that is not kept and yet ends its command; no outcome does when left
 * out
 */
export function executeOnce<Input extends MutationInput, Result extends Outcome>(
  { services, identity, cause }: MutationContext,
  mutation: string,
  input: Input,
  useCase: (command: CommandOf<Input>) => Promise<Result>,
  endsCommand?: (outcome: Result) => boolean,
): Promise<Result | IdempotencyConflict> {
  const { idempotencyKey: _, ...content } = input;
  return once<Result>({
    store: services.idempotency,
    caller: identity.subject,
    mutation,
    input,
    isFinal,
    endsCommand,
    run: (attempt) => useCase({ ...content, attempt, cause }),
  });
}

/** Wrong input, a thing that does not exist and a service that is unavailable decide nothing. */
function isFinal(outcome: Outcome): boolean {
  return outcome.kind !== 'InvalidInput' && outcome.kind !== 'NotFound' && !('retryAfterSeconds' in outcome);
}
