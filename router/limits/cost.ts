import {
  type DirectiveNode,
  type DocumentNode,
  type FieldNode,
  GraphQLError,
  type GraphQLField,
  type GraphQLNamedType,
  type GraphQLOutputType,
  type GraphQLSchema,
  getNamedType,
  getNullableType,
  isAbstractType,
  isCompositeType,
  isInterfaceType,
  isListType,
  isObjectType,
  Kind,
  type OperationDefinitionNode,
  OperationTypeNode,
  type SelectionNode,
  type SelectionSetNode,
} from 'graphql';
import { fragmentsOf } from '../../platform/fragments.ts';
import { selectionConditionOf } from '../graphql/conditions.ts';
import { createCostDirectives } from './cost-directives.ts';
import { type CostExpression, sum, times } from './cost-expression.ts';
import { createInputCost } from './input-cost.ts';
import { type ListSize, sizeOf, slicingArgumentsGiven } from './list-size.ts';

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

/**
 * Estimates costs like Apollo Router, based on IBM's specification. An object costs 1 and a scalar 0, unless
 * `@cost` on the field or its type sets a weight. The cost of a list item is multiplied by the size from
 * `@listSize`, or by `listSize`. A mutation costs 10 more, and arguments add the cost of their values
 * (`createInputCost`). The parts that do not depend on variables are summed once. Fragments on several types
 * all count.
 *
 * The operation must have passed the limit on fields, because fragments are expanded wherever they are
 * spread.
 *
 * @param listSize the size of a list without `@listSize`
 */
export function createCostReader(schema: GraphQLSchema, { listSize }: { readonly listSize: number }) {
  const directives = createCostDirectives(schema);
  const inputCost = createInputCost(directives);

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
      const fragment =
        selection.kind === Kind.FRAGMENT_SPREAD ? fragments.get(selection.name.value) : selection;
      if (!fragment) return 0;
      const condition = fragment.typeCondition && schema.getType(fragment.typeCondition.name.value);
      return ofSelections(fragment.selectionSet, condition ?? parent, sized);
    }

    function ofField(node: FieldNode, parent: GraphQLNamedType, sized?: Sized): CostExpression {
      const name = node.name.value;
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
      return sum([argumentsCost(node, field), times(count, each)]);
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
