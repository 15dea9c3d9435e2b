import type { Actor } from '../decisions/actor.ts';
import {
  type CommandContext,
  type IdempotencyConflict,
  type IdempotencyStore,
  once,
} from '../idempotency/once.ts';
import { forbidden } from '../identity/access.ts';
import type { Forbidden, NotFound } from '../input.ts';
import type { RequestContext } from './request-context.ts';

type MutationContext = RequestContext & {
  readonly actor: Actor;
  readonly services: { readonly idempotency: IdempotencyStore };
};
type MutationInput = { readonly idempotencyKey?: string | null | undefined };
type Outcome = { readonly kind: string };

/** A mutation's input and what its use case needs besides. */
export type CommandOf<Input> = Omit<Input, 'idempotencyKey'> & CommandContext & { readonly actor: Actor };

/**
 * Executes a mutation once per idempotency key and returns the outcome of its use case; see `once`. An
 * outcome that decides nothing is not kept: the key can be used again, also with a corrected input. Throws
 * FORBIDDEN for the outcome `Forbidden`.
 *
 * @param mutation name of the field: a key belongs to one caller and one mutation
 * @param endsCommand true for an outcome that is not kept and yet ends its command; no outcome does when left
 * out
 */
export async function executeOnce<Input extends MutationInput, Result extends Outcome>(
  { services, identity, actor, cause }: MutationContext,
  mutation: string,
  input: Input,
  useCase: (command: CommandOf<Input>) => Promise<Result>,
  endsCommand?: (outcome: Result) => boolean,
): Promise<Exclude<Result, Forbidden> | IdempotencyConflict> {
  const { idempotencyKey: _, ...content } = input;
  const outcome = await once<Result>({
    store: services.idempotency,
    caller: identity.subject,
    mutation,
    input,
    isFinal,
    endsCommand,
    run: (attempt) => useCase({ ...content, attempt, cause, actor }),
  });
  if (!isAllowed(outcome)) throw forbidden(`Only the host and admins may call ${mutation}.`);
  return outcome;
}

function isAllowed<Result extends Outcome>(
  outcome: Result | IdempotencyConflict,
): outcome is Exclude<Result, Forbidden> | IdempotencyConflict {
  return outcome.kind !== 'Forbidden';
}

/** Outcomes that decide nothing, besides those of a service that is unavailable. */
const UNDECIDED: ReadonlySet<string> = new Set([
  'InvalidInput',
  'NotFound',
  'Forbidden',
  'PaymentRefused',
  'PriceChanged',
  'PaymentActionRequired',
]);

function isFinal(outcome: Outcome): boolean {
  return !UNDECIDED.has(outcome.kind) && !('retryAfterSeconds' in outcome);
}

/** The problem for an outcome, which is named by `kind` as the graph's type is named. */
export function problem<From extends Outcome>(
  { kind, ...fields }: From,
  message: string,
): Omit<From, 'kind'> & { readonly __typename: From['kind']; readonly message: string } {
  return { ...fields, __typename: kind, message };
}

/** An outcome as the graph's type of the same name. */
export type ResultOf<From extends Outcome> = From extends Outcome
  ? Omit<From, 'kind'> & { readonly __typename: From['kind'] } & (From extends NotFound | IdempotencyConflict
        ? { readonly message: string }
        : unknown)
  : never;

const KEY_REUSED = 'This idempotency key was used with another input: use a new one.';

/**
 * The result of a mutation for an outcome that needs no message, or one that all subgraphs have in common.
 *
 * @param notFound the message when the outcome is `NotFound`
 */
export function toResult<From extends Outcome>(outcome: From, notFound: string): ResultOf<From>;
export function toResult({ kind, ...fields }: Outcome, notFound: string): object {
  if (kind === 'NotFound') return { ...fields, __typename: kind, message: notFound };
  if (kind === 'IdempotencyConflict') return { ...fields, __typename: kind, message: KEY_REUSED };
  return { ...fields, __typename: kind };
}
