import {
  type ASTVisitor,
  type DirectiveNode,
  type DocumentNode,
  type FieldNode,
  type FloatValueNode,
  GraphQLError,
  GraphQLID,
  GraphQLInt,
  type GraphQLSchema,
  getEnterLeaveForKind,
  getNamedType,
  type IntValueNode,
  Kind,
  OperationTypeNode,
  OverlappingFieldsCanBeMergedRule,
  parse,
  type SelectionSetNode,
  SingleFieldSubscriptionsRule,
  specifiedRules,
  type ValidationContext,
  type ValidationRule,
  validate,
  visit,
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
  const errors = errorsIn(schema, document, VALIDATION_RULES);
  if (errors.length === 0) return { document };
  if (!errors.some(({ message }) => message === ABORTED)) return { errors };
  // The rule ends the validation as a whole, so that the errors of the others are missing.
  return { errors: [...errorsIn(schema, document, WITHOUT_OVERLAPS), tooManyOverlaps(document)] };
}

/** What graphql-js reports alone when comparing overlapping fields takes too many steps. */
const ABORTED = 'Validation aborted.';

function errorsIn(
  schema: GraphQLSchema,
  document: DocumentNode,
  rules: readonly ValidationRule[],
): readonly GraphQLError[] {
  const errors = validate(schema, document, rules, { maxErrors: MAX_ERRORS });
  const first = errors.slice(0, MAX_ERRORS).map((each) => withCode(each, 'GRAPHQL_VALIDATION_FAILED'));
  return errors.length > MAX_ERRORS ? [...first, MORE_ERRORS] : first;
}

const MORE_ERRORS = new GraphQLError(
  `Validation stopped after ${MAX_ERRORS} errors: the document has more of them.`,
  { extensions: { code: 'GRAPHQL_VALIDATION_FAILED' } },
);

/** The error for a document with too many fields of the same name, located at the most frequent one. */
function tooManyOverlaps(document: DocumentNode): GraphQLError {
  const nodes = new Map<string, { readonly first: FieldNode; count: number }>();
  visit(document, {
    Field(node) {
      const name = (node.alias ?? node.name).value;
      const known = nodes.get(name);
      if (known) known.count += 1;
      else nodes.set(name, { first: node, count: 1 });
    },
  });
  const [[name, most] = ['', undefined]] = [...nodes].sort(([, a], [, b]) => b.count - a.count);
  const error = new GraphQLError(
    `The document selects too many fields of the same name to compare them: "${name}" ${most?.count} times. Select each field once, or under different aliases.`,
    { nodes: most?.first ?? null },
  );
  return withCode(error, 'OPERATION_TOO_COMPLEX', { limit: 'overlaps' });
}

/**
 * The rules of the specification and one for numbers. The one for the single root field of a subscription is
 * replaced: that of graphql-js evaluates `@skip` and `@include` without the values of their variables, and
 * throws.
 */
const VALIDATION_RULES: readonly ValidationRule[] = [
  ...specifiedRules.map((rule) =>
    rule === SingleFieldSubscriptionsRule ? UnconditionalSubscriptionRule : rule,
  ),
  FiniteNumbersRule,
];

const WITHOUT_OVERLAPS = VALIDATION_RULES.filter((rule) => rule !== OverlappingFieldsCanBeMergedRule);

/** Custom scalars and Float accept any literal of graphql-js, but an infinite number is none of JSON. */
function FiniteNumbersRule(context: ValidationContext): ASTVisitor {
  const check = (node: IntValueNode | FloatValueNode): void => {
    const type = getNamedType(context.getInputType());
    // An Int is checked by another rule, and an ID is a text.
    if (type === GraphQLInt || type === GraphQLID || Number.isFinite(Number(node.value))) return;
    const message = `The number "${node.value}" is out of the range of a double.`;
    context.reportError(new GraphQLError(message, { nodes: node }));
  };
  return { IntValue: check, FloatValue: check };
}

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
