import type { FetchNode, QueryPlanSelectionNode } from '@apollo/query-planner';
import type { NamedSupergraph } from './required-fields.ts';

type Selections = readonly QueryPlanSelectionNode[];

/**
 * A fetch's `requires` in which whatever is represented has a key. Of an interface object whose field was asked for in a
 * fragment on one member, the planner requires the key of that member, and what the field needs of all: the others would be
 * represented without a key, and the subgraph refuse the whole request.
 */
export function completeKeys({ requires = [], serviceName }: FetchNode, named: NamedSupergraph): Selections {
  const parts = requires.map((part) => ({
    part,
    type: part.kind === 'InlineFragment' ? part.typeCondition : undefined,
  }));
  const keyed = parts.filter(({ part, type }) => type !== undefined && hasKey(part, type));
  const keyless = parts.filter(
    ({ part, type }) =>
      type !== undefined &&
      !hasKey(part, type) &&
      !keyed.some((each) => named.isKindOf(type, each.type ?? '')),
  );
  if (keyed.length === 0 || keyless.length === 0) return requires;
  return parts
    .filter((each) => !keyless.includes(each))
    .map(({ part, type = '' }) => {
      const more = keyless
        .filter((each) => named.isKindOf(type, each.type ?? ''))
        .flatMap((each) => each.part.selections ?? []);
      return { ...part, selections: [...(part.selections ?? []), ...more] };
    });

  function hasKey(part: QueryPlanSelectionNode, type: string): boolean {
    const given = new Set(leavesOf(part.selections ?? []));
    return named.keysOf(serviceName, type).some((key) => key.every((path) => given.has(path)));
  }
}

function leavesOf(selections: Selections, above = ''): string[] {
  return selections.flatMap((each) => {
    if (each.kind === 'InlineFragment') return leavesOf(each.selections, above);
    return each.selections ? leavesOf(each.selections, `${above}${each.name}.`) : [above + each.name];
  });
}
