import {
  type ASTVisitor,
  type DirectiveNode,
  GraphQLError,
  getEnterLeaveForKind,
  Kind,
  OperationTypeNode,
  type SelectionSetNode,
  SingleFieldSubscriptionsRule,
  specifiedRules,
  type ValidationContext,
  type ValidationRule,
} from 'graphql';

const CONDITIONS = new Set(['skip', 'include']);

/**
 * The rules of the specification. GraphQL.js's own rule for the single root field of a subscription looks at `@skip` and
 * `@include` without the variables they ask for, and throws.
 */
export const VALIDATION_RULES: readonly ValidationRule[] = specifiedRules.map((rule) =>
  rule === SingleFieldSubscriptionsRule ? UnconditionalSubscriptionRule : rule,
);

/**
 * A subscription has one root field, whatever its variables say: its selections take no `@skip` and no `@include`
 * (https://spec.graphql.org/September2025/#sec-Single-Root-Field).
 */
function UnconditionalSubscriptionRule(context: ValidationContext): ASTVisitor {
  const { enter } = getEnterLeaveForKind(SingleFieldSubscriptionsRule(context), Kind.OPERATION_DEFINITION);
  return {
    OperationDefinition(operation, ...rest) {
      if (operation.operation !== OperationTypeNode.SUBSCRIPTION) return undefined;
      const conditions = conditionsIn(operation.selectionSet, context, new Set());
      if (conditions.length === 0) return enter?.(operation, ...rest);
      const names = [...new Set(conditions.map(({ name }) => `@${name.value}`))].join(' and ');
      const message = `What a subscription follows cannot depend on ${names}: leave it out here, or use it on the fields inside.`;
      context.reportError(new GraphQLError(message, { nodes: conditions }));
      return undefined;
    },
  };
}

function conditionsIn(
  { selections }: SelectionSetNode,
  context: ValidationContext,
  seen: Set<string>,
): readonly DirectiveNode[] {
  return selections.flatMap((selection) => {
    const own = (selection.directives ?? []).filter(({ name }) => CONDITIONS.has(name.value));
    if (selection.kind === Kind.INLINE_FRAGMENT)
      return [...own, ...conditionsIn(selection.selectionSet, context, seen)];
    if (selection.kind !== Kind.FRAGMENT_SPREAD || seen.has(selection.name.value)) return own;
    seen.add(selection.name.value);
    const fragment = context.getFragment(selection.name.value);
    return fragment ? [...own, ...conditionsIn(fragment.selectionSet, context, seen)] : own;
  });
}
