import {
  type ASTVisitor,
  type DirectiveNode,
  type DocumentNode,
  GraphQLError,
  type GraphQLSchema,
  getEnterLeaveForKind,
  Kind,
  OperationTypeNode,
  parse,
  type SelectionSetNode,
  SingleFieldSubscriptionsRule,
  specifiedRules,
  type ValidationContext,
  type ValidationRule,
  validate,
} from 'graphql';
import { withCode } from './errors.ts';
import { isCondition } from './selection.ts';

/** A parsed and valid document, or the errors for which it is not valid. */
export type ParsedDocument =
  | { readonly document: DocumentNode; readonly errors?: undefined }
  | { readonly errors: readonly GraphQLError[]; readonly document?: undefined };

/** Validation stops after this many errors. */
const MAX_ERRORS = 20;

/** Parses a document and validates it against a schema. Errors have the codes that Apollo Server uses. */
export function parseDocument(schema: GraphQLSchema, text: string): ParsedDocument {
  let document: DocumentNode;
  try {
    document = parse(text);
  } catch (error) {
    return { errors: [withCode(error, 'GRAPHQL_PARSE_FAILED')] };
  }
  const errors = validate(schema, document, VALIDATION_RULES, { maxErrors: MAX_ERRORS });
  if (errors.length === 0) return { document };
  return { errors: errors.map((each) => withCode(each, 'GRAPHQL_VALIDATION_FAILED')) };
}

/**
 * The rules of the specification, but for the single root field of a subscription: the rule of graphql-js
 * evaluates `@skip` and `@include` without the values of their variables, and throws.
 */
const VALIDATION_RULES: readonly ValidationRule[] = specifiedRules.map((rule) =>
  rule === SingleFieldSubscriptionsRule ? UnconditionalSubscriptionRule : rule,
);

/**
 * A subscription has one root field whatever its variables are: its selections accept no `@skip` and no
 * `@include` (https://spec.graphql.org/September2025/#sec-Single-Root-Field).
 */
function UnconditionalSubscriptionRule(context: ValidationContext): ASTVisitor {
  const { enter } = getEnterLeaveForKind(SingleFieldSubscriptionsRule(context), Kind.OPERATION_DEFINITION);
  return {
    OperationDefinition(operation, ...rest) {
      if (operation.operation !== OperationTypeNode.SUBSCRIPTION) return undefined;
      const conditions = conditionsIn(operation.selectionSet, context, new Set());
      if (conditions.length === 0) return enter?.(operation, ...rest);
      const names = [...new Set(conditions.map(({ name }) => `@${name.value}`))].join(' and ');
      const message = `The root field of a subscription must not be conditional: remove ${names} here, or use it on the fields below.`;
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
    const own = (selection.directives ?? []).filter(isCondition);
    if (selection.kind === Kind.INLINE_FRAGMENT)
      return [...own, ...conditionsIn(selection.selectionSet, context, seen)];
    if (selection.kind !== Kind.FRAGMENT_SPREAD || seen.has(selection.name.value)) return own;
    seen.add(selection.name.value);
    const fragment = context.getFragment(selection.name.value);
    return fragment ? [...own, ...conditionsIn(fragment.selectionSet, context, seen)] : own;
  });
}
