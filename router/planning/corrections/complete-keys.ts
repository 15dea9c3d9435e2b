import type { FetchNode, QueryPlanSelectionNode } from '@apollo/query-planner';
import type { NamedSupergraph } from './required-fields.ts';

type Selections = readonly QueryPlanSelectionNode[];

type Part = { readonly part: QueryPlanSelectionNode; readonly type: string };

/**
 * Completes a fetch's `requires` so that every representation has a key. For a field of an interface object
 * that is selected in a fragment on one member, the planner requires the key of that member, but the field's
 * requirements of all members: the others would be represented without a key, and the subgraph would reject
 * the whole request. Requirements may also be in a fragment next to the one with the key, or around it.
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

  /** Splits a fragment with inner fragments on the same type, or on a supertype, into one part each. */
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

  /** The part with a key for all values of this part. */
  function keyOf({ type }: Part): Part | undefined {
    return keyed.find((each) => named.isKindOf(type, each.type));
  }

  function hasKey({ part, type }: Part): boolean {
    const given = new Set(leavesOf(part.selections ?? []));
    return type !== '' && named.keysOf(serviceName, type).some((key) => key.every((path) => given.has(path)));
  }
}

/** The type condition of a fragment; empty for a fragment without one and for a field. */
function typeOf(part: QueryPlanSelectionNode): string {
  return part.kind === 'InlineFragment' ? (part.typeCondition ?? '') : '';
}

function leavesOf(selections: Selections, above = ''): string[] {
  return selections.flatMap((each) => {
    if (each.kind === 'InlineFragment') return leavesOf(each.selections, above);
    return each.selections ? leavesOf(each.selections, `${above}${each.name}.`) : [above + each.name];
  });
}
