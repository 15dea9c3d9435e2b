import { type ResultOf, toResult } from '../../../platform/subgraph/mutation.ts';

/** The result of a mutation for an outcome. */
export function toSupplyResult<From extends { readonly kind: string }>(
  outcome: From,
  notFound = 'There is no such supply.',
): ResultOf<From> {
  return toResult(outcome, notFound);
}
