import { unreachable } from '../decisions/decision.ts';
import type { IdempotencyConflict } from '../idempotency/once.ts';
import type { InvalidInput, NotFound } from '../outcomes.ts';

type Outcome = { readonly kind: string };

/** An outcome as the graph's type of the same name, with a message that says what to do. */
export type Problem<From extends Outcome> = From extends Outcome
  ? Omit<From, 'kind'> & { readonly __typename: From['kind']; readonly message: string }
  : never;

/** The problem for an outcome, which is named by `kind` as the graph's type is named. */
export function problem<From extends Outcome>(
  { kind, ...fields }: From,
  message: string,
): Omit<From, 'kind'> & { readonly __typename: From['kind']; readonly message: string } {
  return { ...fields, __typename: kind, message };
}

type CommonOutcome = NotFound | InvalidInput | IdempotencyConflict;

/**
 * The problem for an outcome that mutations of all subgraphs have in common.
 *
 * @param notFound the message when the outcome is `NotFound`
 */
export function commonProblem<From extends CommonOutcome>(outcome: From, notFound: string): Problem<From>;
export function commonProblem(outcome: CommonOutcome, notFound: string): Problem<CommonOutcome> {
  switch (outcome.kind) {
    case 'NotFound':
      return problem(outcome, notFound);
    case 'InvalidInput':
      return problem(outcome, outcome.message);
    case 'IdempotencyConflict':
      return problem(outcome, 'This idempotency key was used with another input: use a new one.');
    default:
      return unreachable(outcome);
  }
}
