import type { FetchNode, QueryPlanSelectionNode } from '@apollo/query-planner';
import type { NamedSupergraph } from './required-fields.ts';

type Selections = readonly QueryPlanSelectionNode[];

type Part = { readonly part: QueryPlanSelectionNode; readonly type: string };

/**
 * A fetch's `requires` in which whatever is represented has a key. Of an interface object whose field was asked for in a
 * fragment on one member, the planner requires the key of that member, and what the field needs of all: the others would be
 * represented without a key, and the subgraph refuse the whole request. What a field needs it may also require in a
 * fragment beside the one with the key or around it, of which the key alone may be missing.
 */
export function completeKeys({ requires = [], serviceName }: FetchNode, named: NamedSupergraph): Selections {
  const parts = requires.flatMap(sideBySide);
  const keyed = parts.filter(hasKey);
  const keyless = parts.filter((each) => each.type !== '' && !hasKey(each));
  if (keyed.length === 0 || keyless.length === 0) return requires;
  const unkeyed = keyless.filter((each) => !keyOf(each));
  return parts
    .filter((each) => !unkeyed.includes(each))
    .map((each) => {
      const more = unkeyed.filter(({ type }) => named.isKindOf(each.type, type));
      const key = keyless.includes(each) ? keyOf(each) : undefined;
      const added = [...(key ? [key] : []), ...more].flatMap(({ part }) => part.selections ?? []);
      return { ...each.part, selections: [...(each.part.selections ?? []), ...added] };
    });

  /** A fragment and those in it on the same type or one that holds it, each as a part. */
  function sideBySide(part: QueryPlanSelectionNode): Part[] {
    const type = typeOf(part);
    const inner = (part.selections ?? []).filter((each) => each.kind === 'InlineFragment');
    const isSame = inner.every((each) => named.isKindOf(type, each.typeCondition ?? type));
    if (part.kind === 'Field' || type === '' || inner.length === 0 || !isSame) return [{ part, type }];
    const own = part.selections.filter((each) => each.kind === 'Field');
    return [
      ...(own.length > 0 ? [{ part: { ...part, selections: own }, type }] : []),
      ...inner.flatMap((each) => sideBySide({ ...each, typeCondition: type })),
    ];
  }

  /** The part that has the key of all that this one is of. */
  function keyOf({ type }: Part): Part | undefined {
    return keyed.find((each) => named.isKindOf(type, each.type));
  }

  function hasKey({ part, type }: Part): boolean {
    const given = new Set(leavesOf(part.selections ?? []));
    return type !== '' && named.keysOf(serviceName, type).some((key) => key.every((path) => given.has(path)));
  }
}

/** The type of a fragment; empty for one without, and for a field. */
function typeOf(part: QueryPlanSelectionNode): string {
  return part.kind === 'InlineFragment' ? (part.typeCondition ?? '') : '';
}

function leavesOf(selections: Selections, above = ''): string[] {
  return selections.flatMap((each) => {
    if (each.kind === 'InlineFragment') return leavesOf(each.selections, above);
    return each.selections ? leavesOf(each.selections, `${above}${each.name}.`) : [above + each.name];
  });
}
