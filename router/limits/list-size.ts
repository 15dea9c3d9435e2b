import { type ArgumentNode, type FieldNode, type GraphQLField, Kind, type ValueNode } from 'graphql';
import type { CostExpression } from './cost-expression.ts';

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
