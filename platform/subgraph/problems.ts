import type { IdempotencyConflict } from '../idempotency/once.ts';

/**
 * The graph's answer for an outcome that is a problem: its fields, the type's name, and a message that says what to do.
 *
 * @param outcome named by `kind` as the graph's type is named
 */
export function problem<Outcome extends { readonly kind: string }>(
  { kind, ...fields }: Outcome,
  message: string,
): Omit<Outcome, 'kind'> & { readonly __typename: Outcome['kind']; readonly message: string } {
  return { ...fields, __typename: kind, message };
}

export function idempotencyConflict(outcome: IdempotencyConflict) {
  return problem(outcome, 'This idempotency key was used with another input: use a new one.');
}
