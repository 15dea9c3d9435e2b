import {
  type DirectiveNode,
  type DocumentNode,
  type FieldNode,
  GraphQLError,
  type GraphQLField,
  type GraphQLInputType,
  type GraphQLNamedInputType,
  type GraphQLNamedType,
  type GraphQLOutputType,
  type GraphQLSchema,
  getNamedType,
  getNullableType,
  isAbstractType,
  isCompositeType,
  isInputObjectType,
  isInterfaceType,
  isListType,
  isObjectType,
  Kind,
  type ObjectValueNode,
  type OperationDefinitionNode,
  OperationTypeNode,
  type SelectionNode,
  type SelectionSetNode,
  type ValueNode,
} from 'graphql';
import { fragmentsOf } from '../../platform/fragments.ts';
import { isRecord } from '../../platform/type-guards.ts';
import { fragmentAt, INTROSPECTION_FIELDS, selectionConditionOf } from '../graphql/selection.ts';
import {
  type CostDirectives,
  type CostExpression,
  createCostDirectives,
  followedBy,
  type ListSize,
  sizeOf,
  slicingArgumentsGiven,
  sum,
  times,
} from './cost-directives.ts';

/** The estimated cost of an operation, before it runs. */
export type CostEstimate = {
  readonly cost: CostExpression;
  /** Fields whose list size cannot be estimated. */
  readonly errors: readonly GraphQLError[];
};

/** The list size that a field passes to the children named in `sizedFields`. */
type Sized = { readonly fields: readonly string[]; readonly size: CostExpression };

const MUTATION_COST = 10;
const COMPOSITE_COST = 1;
/** Of `__schema` and `__type`, whatever is selected: the size of the answer is bounded otherwise. */
const INTROSPECTION_COST = 1_000;

/**
 * Estimates costs like Apollo Router, based on IBM's specification. An object costs 1 and a scalar 0, unless
 * `@cost` on the field or its type sets a weight. The cost of a list item is multiplied by the size from
 * `@listSize`, or by `listSize`. A mutation costs 10 more, introspection 1,000 for each root field, and
 * arguments add the cost of their values (`createInputCost`). A subscription costs as much for each entity
 * that it follows (`followedBy`). The parts that do not depend on variables are summed once. Fragments on
 * several types all count.
 *
 * The operation must have passed the limit on fields, because fragments are expanded wherever they are
 * spread.
 *
 * @param listSize the size of a list without `@listSize`
 */
export function createCostReader(schema: GraphQLSchema, { listSize }: { readonly listSize: number }) {
  const directives = createCostDirectives(schema);
  const inputCost = createInputCost(directives);
  const subscriptionType = schema.getSubscriptionType();

  function typeWeight(type: GraphQLNamedType): number {
    const own = directives.weightOf(type) ?? (isCompositeType(type) ? COMPOSITE_COST : 0);
    if (!isAbstractType(type)) return own;
    return Math.max(own, ...schema.getPossibleTypes(type).map(typeWeight));
  }

  function argumentsCost(node: FieldNode, field: GraphQLField<unknown, unknown>): CostExpression {
    return sum(
      (node.arguments ?? []).map(({ name, value }) => {
        const argument = field.args.find((each) => each.name === name.value);
        return argument ? inputCost(argument, value) : 0;
      }),
    );
  }

  return (document: DocumentNode, operation: OperationDefinitionNode): CostEstimate => {
    const fragments = fragmentsOf(document);
    const errors: GraphQLError[] = [];

    function ofSelections(set: SelectionSetNode, parent: GraphQLNamedType, sized?: Sized): CostExpression {
      return sum(set.selections.map((each) => when(each.directives, ofSelection(each, parent, sized))));
    }

    function ofSelection(selection: SelectionNode, parent: GraphQLNamedType, sized?: Sized): CostExpression {
      if (selection.kind === Kind.FIELD) return ofField(selection, parent, sized);
      const fragment = fragmentAt(selection, fragments);
      if (!fragment) return 0;
      const condition = fragment.typeCondition && schema.getType(fragment.typeCondition.name.value);
      return ofSelections(fragment.selectionSet, condition ?? parent, sized);
    }

    function ofField(node: FieldNode, parent: GraphQLNamedType, sized?: Sized): CostExpression {
      const name = node.name.value;
      if (INTROSPECTION_FIELDS.has(name)) return INTROSPECTION_COST;
      if (!isObjectType(parent) && !isInterfaceType(parent)) return 0;
      const field = parent.getFields()[name];
      if (!field) return 0;
      const type = getNamedType(field.type);
      const directive = directives.listSizeOf(field);
      if (directive) checkSlicing(node, parent, field, directive);
      const own = directive && sizeOf(node, field, directive, listSize);
      const below: Sized | undefined =
        directive && own !== undefined && directive.sizedFields.length > 0
          ? { fields: directive.sizedFields, size: own }
          : undefined;
      const count = isList(field.type)
        ? ((sized?.fields.includes(name) ? sized.size : below ? undefined : own) ?? listSize)
        : 1;
      const each = sum([
        directives.weightOf(field) ?? typeWeight(type),
        node.selectionSet ? ofSelections(node.selectionSet, type, below) : 0,
      ]);
      const whole = sum([argumentsCost(node, field), times(count, each)]);
      return parent === subscriptionType ? times(followedBy(node, field, listSize), whole) : whole;
    }

    function checkSlicing(
      node: FieldNode,
      parent: GraphQLNamedType,
      field: GraphQLField<unknown, unknown>,
      directive: ListSize,
    ): void {
      const { slicingArguments, requireOneSlicingArgument } = directive;
      if (!requireOneSlicingArgument || slicingArguments.length === 0) return;
      if (slicingArgumentsGiven(node, field, directive) === 1) return;
      const message = `${parent.name}.${field.name} needs exactly one of these arguments to estimate its cost: ${slicingArguments.join(', ')}.`;
      errors.push(
        new GraphQLError(message, { nodes: node, extensions: { code: 'GRAPHQL_VALIDATION_FAILED' } }),
      );
    }

    const root = schema.getRootType(operation.operation);
    const base = operation.operation === OperationTypeNode.MUTATION ? MUTATION_COST : 0;
    return { cost: root ? sum([base, ofSelections(operation.selectionSet, root)]) : base, errors };
  };
}

function isList(type: GraphQLOutputType): boolean {
  return isListType(getNullableType(type));
}

/** Nothing, where `@skip` or `@include` leaves a selection out. */
function when(directives: readonly DirectiveNode[] | undefined, expression: CostExpression): CostExpression {
  return (directives ?? []).reduce<CostExpression>((rest, directive) => {
    const read = selectionConditionOf(directive);
    if (!read) return rest;
    const { condition, wanted } = read;
    if (condition.kind === Kind.BOOLEAN) return condition.value === wanted ? rest : 0;
    if (condition.kind !== Kind.VARIABLE) return rest;
    const variable = condition.name.value;
    return (variables) =>
      variables[variable] === wanted ? (typeof rest === 'number' ? rest : rest(variables)) : 0;
  }, expression);
}

/** An argument or an input field. */
type InputElement = Parameters<CostDirectives['weightOf']>[0] & { readonly type: GraphQLInputType };

/** Estimates the cost of the value of an argument. */
type InputCost = (element: InputElement, given: ValueNode) => CostExpression;

const INPUT_OBJECT_COST = 1;

/**
 * Estimates the cost of input values. An input object costs 1 and a scalar or enum 0, for each item of a
 * list, unless `@cost` on the type sets a weight; the fields of an input object add their cost. `@cost` on
 * the argument or field itself overrides its type's weight and counts once. Null and omitted values cost
 * nothing unless there is a default.
 */
function createInputCost(directives: CostDirectives): InputCost {
  function typeWeight(type: GraphQLNamedInputType): number {
    return directives.weightOf(type) ?? (isInputObjectType(type) ? INPUT_OBJECT_COST : 0);
  }

  function isFree(element: InputElement): boolean {
    const type = getNamedType(element.type);
    return !isInputObjectType(type) && (directives.weightOf(element) ?? typeWeight(type)) === 0;
  }

  function ofNode(element: InputElement, node: ValueNode): CostExpression {
    if (isFree(element) || node.kind === Kind.NULL) return 0;
    if (node.kind === Kind.VARIABLE) {
      const name = node.name.value;
      return (variables) => ofValue(element, variables[name]);
    }
    return sum([directives.weightOf(element) ?? 0, ofItems(element, node)]);
  }

  /** The cost of the items of a list literal, or of the single value. */
  function ofItems(element: InputElement, node: ValueNode): CostExpression {
    switch (node.kind) {
      case Kind.NULL:
        return 0;
      case Kind.LIST:
        return sum(node.values.map((each) => ofItems(element, each)));
      case Kind.VARIABLE: {
        const name = node.name.value;
        return (variables) => ofItemValues(element, variables[name]);
      }
      default:
        return sum([itemWeight(element), node.kind === Kind.OBJECT ? ofFields(element, node) : 0]);
    }
  }

  function ofFields(element: InputElement, { fields }: ObjectValueNode): CostExpression {
    const type = getNamedType(element.type);
    if (!isInputObjectType(type)) return 0;
    const given = new Map(fields.map(({ name, value }) => [name.value, value]));
    return sum(
      Object.values(type.getFields()).map((field) => {
        const node = given.get(field.name);
        return node ? ofNode(field, node) : ofValue(field, field.defaultValue);
      }),
    );
  }

  function ofValue(element: InputElement, value: unknown): number {
    if (value === undefined || value === null || isFree(element)) return 0;
    return (directives.weightOf(element) ?? 0) + ofItemValues(element, value);
  }

  /** The same for coerced values, which contain their defaults. */
  function ofItemValues(element: InputElement, value: unknown): number {
    if (value === undefined || value === null) return 0;
    if (Array.isArray(value))
      return value.reduce<number>((all, each) => all + ofItemValues(element, each), 0);
    const type = getNamedType(element.type);
    let cost = itemWeight(element);
    if (!isInputObjectType(type) || !isRecord(value)) return cost;
    for (const field of Object.values(type.getFields())) cost += ofValue(field, value[field.name]);
    return cost;
  }

  function itemWeight(element: InputElement): number {
    return directives.weightOf(element) === undefined ? typeWeight(getNamedType(element.type)) : 0;
  }

  return ofNode;
}
