import type { PlanNode, SubscriptionNode } from '@apollo/query-planner';
import { Kind, parse, type SelectionSetNode } from 'graphql';
import { isConditional } from '../../graphql/selection.ts';
import { fetchesIn } from '../plan-visitor.ts';

/** A quick look at a fetch's text, so that most fetches need not be parsed. */
const CONDITION = /@(?:skip|include)\b/;

/** The names of the fields that a plan fetches only under some values of `@skip` and `@include`. */
export function conditionalFields(plan: PlanNode | SubscriptionNode): ReadonlySet<string> {
  const names = new Set<string>();
  for (const planned of fetchesIn(plan)) {
    const { operation } = planned.fetch;
    if (!planned.isConditional && !CONDITION.test(operation)) continue;
    for (const definition of parse(operation).definitions) {
      if ('selectionSet' in definition) readSelections(definition.selectionSet, planned.isConditional);
    }
  }
  return names;

  function readSelections(set: SelectionSetNode, isBelowCondition: boolean): void {
    for (const each of set.selections) {
      const isUncertain = isBelowCondition || isConditional(each);
      if (isUncertain && each.kind === Kind.FIELD) names.add(each.name.value);
      if ('selectionSet' in each && each.selectionSet) readSelections(each.selectionSet, isUncertain);
    }
  }
}
