import {
  type ArgumentNode,
  type ConstDirectiveNode,
  type FieldNode,
  type GraphQLField,
  GraphQLID,
  type GraphQLInputType,
  type GraphQLSchema,
  getNamedType,
  getNullableType,
  isListType,
  Kind,
  type ValueNode,
} from 'graphql';
import { apolloSpec, argumentNode, directiveName, directiveOf } from '../graphql/directives.ts';
import type { Variables } from '../graphql/variables.ts';

/** A fixed number, or a function of an operation's coerced variables. */
export type CostExpression = number | ((variables: Variables) => number);

/** The sum of expressions. The fixed parts are added once. */
export function sum(expressions: readonly CostExpression[]): CostExpression {
  let fixed = 0;
  const open: Exclude<CostExpression, number>[] = [];
  for (const expression of expressions) {
    if (typeof expression === 'number') fixed += expression;
    else open.push(expression);
  }
  if (open.length === 0) return fixed;
  return (variables) => {
    let total = fixed;
    for (const expression of open) total += expression(variables);
    return total;
  };
}

/** The product of two expressions. */
export function times(count: CostExpression, each: CostExpression): CostExpression {
  if (typeof count === 'number' && typeof each === 'number') return count * each;
  const asFunction = (expression: CostExpression) =>
    typeof expression === 'number' ? () => expression : expression;
  const [countOf, eachOf] = [asFunction(count), asFunction(each)];
  return (variables) => countOf(variables) * eachOf(variables);
}

/** A schema element that may carry directives. */
type Defined = {
  readonly astNode?: { readonly directives?: readonly ConstDirectiveNode[] | undefined } | null | undefined;
};

export type CostDirectives = ReturnType<typeof createCostDirectives>;

/** Reads `@cost` and `@listSize` (IBM's cost directives, as Federation composes them) from a supergraph. */
export function createCostDirectives(schema: GraphQLSchema) {
  const spec = apolloSpec('cost');
  const cost = directiveName(schema, spec, 'cost') ?? 'cost';
  const weights = new WeakMap<Defined, number | undefined>();
  const listSize = directiveName(schema, spec, 'listSize') ?? 'listSize';
  return {
    /** The weight of `@cost`; undefined without the directive. */
    weightOf(defined: Defined): number | undefined {
      const before = weights.get(defined);
      if (before !== undefined || weights.has(defined)) return before;
      const directive = directiveOf(defined.astNode, cost);
      const weight = directive && integer(directive, 'weight');
      weights.set(defined, weight);
      return weight;
    },
    listSizeOf(defined: Defined): ListSize | undefined {
      const size = directiveOf(defined.astNode, listSize);
      return (
        size && {
          assumedSize: integer(size, 'assumedSize'),
          slicingArguments: texts(size, 'slicingArguments'),
          sizedFields: texts(size, 'sizedFields'),
          requireOneSlicingArgument: flag(size, 'requireOneSlicingArgument') ?? true,
        }
      );
    },
  };
}

function integer(directive: ConstDirectiveNode, name: string): number | undefined {
  const value = argumentNode(directive, name);
  // IBM's specification declares weights as strings.
  const number = value?.kind === Kind.INT || value?.kind === Kind.STRING ? Number(value.value) : Number.NaN;
  return Number.isFinite(number) ? number : undefined;
}

function texts(directive: ConstDirectiveNode, name: string): readonly string[] {
  const value = argumentNode(directive, name);
  if (value?.kind === Kind.STRING) return [value.value];
  if (value?.kind !== Kind.LIST) return [];
  return value.values.flatMap((each) => (each.kind === Kind.STRING ? [each.value] : []));
}

function flag(directive: ConstDirectiveNode, name: string): boolean | undefined {
  const value = argumentNode(directive, name);
  return value?.kind === Kind.BOOLEAN ? value.value : undefined;
}

/** The arguments of `@listSize`. */
export type ListSize = {
  readonly assumedSize: number | undefined;
  /** Arguments that give the number of items; `input.first` is a field of an argument. */
  readonly slicingArguments: readonly string[];
  /** Child fields that return the list when the field itself does not. */
  readonly sizedFields: readonly string[];
  readonly requireOneSlicingArgument: boolean;
};

/** The number of items that a field returns: its largest slicing argument, or else its assumed size. */
export function sizeOf(
  node: FieldNode,
  field: GraphQLField<unknown, unknown>,
  { assumedSize, slicingArguments }: ListSize,
  defaultSize: number,
): CostExpression {
  const fallback = assumedSize ?? defaultSize;
  const sizes = slicingArguments.flatMap((path) => {
    const size = argumentAt(node, field, path.split('.'));
    return size === undefined ? [] : [size];
  });
  if (sizes.every((size) => typeof size === 'number')) {
    return sizes.length > 0 ? Math.max(0, ...sizes) : fallback;
  }
  return (variables) => {
    const given = sizes
      .map((size) => (typeof size === 'number' ? size : size(variables)))
      .filter((size) => !Number.isNaN(size));
    return given.length > 0 ? Math.max(0, ...given) : fallback;
  };
}

/**
 * The number of entities that a subscription follows: the ids in its arguments that are lists of ids. A list
 * that is left out stands for all entities, of which `defaultSize` are assumed.
 */
export function followedBy(
  node: FieldNode,
  field: GraphQLField<unknown, unknown>,
  defaultSize: number,
): CostExpression {
  return field.args
    .filter(({ type }) => isListOfIds(type))
    .map(({ name, defaultValue }) => {
      const given = node.arguments?.find((each) => each.name.value === name)?.value;
      return given ? lengthOf(given, defaultSize) : lengthOfValue(defaultValue, defaultSize);
    })
    .reduce<CostExpression>(times, 1);
}

function isListOfIds(type: GraphQLInputType): boolean {
  return isListType(getNullableType(type)) && getNamedType(type) === GraphQLID;
}

function lengthOf(node: ValueNode, defaultSize: number): CostExpression {
  if (node.kind === Kind.NULL) return defaultSize;
  if (node.kind === Kind.LIST) return node.values.length;
  if (node.kind !== Kind.VARIABLE) return 1;
  const name = node.name.value;
  return (variables) => lengthOfValue(variables[name], defaultSize);
}

function lengthOfValue(value: unknown, defaultSize: number): number {
  if (value === undefined || value === null) return defaultSize;
  return Array.isArray(value) ? value.length : 1;
}

/** The number of slicing arguments that a field has. A default counts when none is given. */
export function slicingArgumentsGiven(
  node: FieldNode,
  field: GraphQLField<unknown, unknown>,
  { slicingArguments }: ListSize,
): number {
  const names = new Set(slicingArguments.map((path) => path.split('.')[0] ?? path));
  const given = (node.arguments ?? []).filter(
    ({ name, value }) => names.has(name.value) && value.kind !== Kind.NULL,
  ).length;
  if (given > 0) return given;
  return field.args.some((each) => names.has(each.name) && typeof each.defaultValue === 'number') ? 1 : 0;
}

function argumentAt(
  node: FieldNode,
  field: GraphQLField<unknown, unknown>,
  [name = '', ...path]: readonly string[],
): CostExpression | undefined {
  const given: ArgumentNode | undefined = node.arguments?.find((each) => each.name.value === name);
  if (given) return valueAt(given.value, path);
  const byDefault = numberAt(field.args.find((each) => each.name === name)?.defaultValue, path);
  return Number.isNaN(byDefault) ? undefined : byDefault;
}

function valueAt(value: ValueNode, path: readonly string[]): CostExpression | undefined {
  if (value.kind === Kind.VARIABLE) {
    const name = value.name.value;
    return (variables) => numberAt(variables[name], path);
  }
  const [next, ...rest] = path;
  if (next === undefined) return value.kind === Kind.INT ? Number(value.value) : undefined;
  if (value.kind !== Kind.OBJECT) return undefined;
  const field = value.fields.find((each) => each.name.value === next);
  return field && valueAt(field.value, rest);
}

/** The number at a path in a value, or NaN. */
function numberAt(value: unknown, path: readonly string[]): number {
  let at = value;
  for (const name of path) {
    if (typeof at !== 'object' || at === null) return Number.NaN;
    at = Reflect.get(at, name);
  }
  return typeof at === 'number' ? at : Number.NaN;
}
