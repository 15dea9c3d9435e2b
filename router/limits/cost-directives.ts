import { type ConstDirectiveNode, type GraphQLSchema, Kind } from 'graphql';
import { apolloSpec, argumentNode, directiveName, directiveOf } from '../graphql/directives.ts';
import type { ListSize } from './list-size.ts';

/** A schema element that may carry directives. */
type Defined = {
  readonly astNode?: { readonly directives?: readonly ConstDirectiveNode[] | undefined } | null | undefined;
};

export type CostDirectives = {
  /** The weight of `@cost`; undefined without the directive. */
  weightOf(defined: Defined): number | undefined;
  listSizeOf(defined: Defined): ListSize | undefined;
};

/** Reads `@cost` and `@listSize` (IBM's cost directives, as Federation composes them) from a supergraph. */
export function createCostDirectives(schema: GraphQLSchema): CostDirectives {
  const spec = apolloSpec('cost');
  const cost = directiveName(schema, spec, 'cost') ?? 'cost';
  const weights = new WeakMap<Defined, number | undefined>();
  const listSize = directiveName(schema, spec, 'listSize') ?? 'listSize';
  return {
    weightOf(defined) {
      const before = weights.get(defined);
      if (before !== undefined || weights.has(defined)) return before;
      const directive = directiveOf(defined.astNode, cost);
      const weight = directive && integer(directive, 'weight');
      weights.set(defined, weight);
      return weight;
    },
    listSizeOf(defined) {
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
