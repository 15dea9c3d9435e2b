import type {
  FetchDataRewrite,
  FetchNode,
  PlanNode,
  QueryPlanSelectionNode,
  SubscriptionNode,
} from '@apollo/query-planner';
import {
  type DocumentNode,
  type FieldNode,
  Kind,
  parse,
  print,
  type SelectionNode,
  type SelectionSetNode,
  stripIgnoredCharacters,
  visit,
} from 'graphql';
import { isConditional } from '../../graphql/selection.ts';
import { variablesIn } from '../../graphql/variables.ts';
import { fetchesIn } from '../plan-visitor.ts';
import type { NamedSupergraph } from './required-fields.ts';

/**
 * Restores the subgraph's names in a fetch that was planned with those of `nameRequiredFields`, in its fields
 * and its representations. The fetch is split when its fields cannot share one representation.
 *
 * @param conditional the fields that the plan may leave out
 */
export function restoreFetch(
  planned: FetchNode,
  named: NamedSupergraph,
  conditional: ReadonlySet<string>,
): PlanNode {
  const node = planned.requires ? { ...planned, requires: [...completeKeys(planned, named)] } : planned;
  if (named.requirements.size === 0) return node;
  const groups = node.requires ? groupFields(node, named, conditional) : [];
  if (groups.length < 2) return restore(node, parse(node.operation), node.requires, named);
  const nodes = groups.map(({ fields }) => {
    const others = new Set(groups.flatMap((each) => (each.fields === fields ? [] : each.fields)));
    const document = withoutFields(parse(node.operation), (field) => others.has(field));
    return restore(node, document, withoutRequirements(node, fields, others, named), named);
  });
  return { kind: 'Parallel', nodes };
}

/**
 * Fields of entities (`Type.field`) that can share representations. The first group includes fields without
 * requirements.
 */
type Group = {
  /** The requirements that may be missing. */
  readonly uncertain: string;
  readonly fields: string[];
};

/**
 * Groups the fields that require others. Fields are separated when they require a field with different
 * arguments, which one representation cannot hold. So are fields whose requirements may be missing, because
 * `@skip` or `@include` may leave them out, or because they were fetched for one member of an interface
 * object only: the other fields must not be affected.
 */
function groupFields(
  { operation, serviceName, requires = [] }: FetchNode,
  { required, requirements, isKindOf }: NamedSupergraph,
  conditional: ReadonlySet<string>,
): readonly Group[] {
  const needsOf = (field: string) => [...(requirements.get(`${serviceName} ${field}`) ?? [])];
  const namesIn = (field: string) =>
    needsOf(field)
      .flatMap((path) => path.split('.'))
      .filter((step) => required.has(step));
  const clashes = (one: string, other: string) =>
    namesIn(one).some((a) =>
      namesIn(other).some((b) => a !== b && required.get(a)?.field === required.get(b)?.field),
    );
  const represented = requires.flatMap((each) =>
    each.kind === 'InlineFragment' && each.typeCondition !== undefined ? [each.typeCondition] : [],
  );
  const isForSome = ([type = '']: readonly string[]) =>
    represented.some((each) => each !== type && isKindOf(each, type));
  const fields = entityFields(parse(operation));
  const hasOthers = fields.some((field) => needsOf(field).length === 0);
  const groups: Group[] = hasOthers ? [{ uncertain: '', fields: [] }] : [];
  for (const field of fields) {
    const needs = needsOf(field);
    if (needs.length === 0) continue;
    const uncertain = needs
      .filter((path) => isForSome(field.split('.')) || path.split('.').some((step) => conditional.has(step)))
      .sort()
      .join();
    const fitting = groups.find(
      (group) => group.uncertain === uncertain && !group.fields.some((other) => clashes(field, other)),
    );
    if (fitting) fitting.fields.push(field);
    else groups.push({ uncertain, fields: [field] });
  }
  return groups;
}

/** A fetch's `requires` without the requirements of other fields only. */
function withoutRequirements(
  { requires = [], serviceName }: FetchNode,
  own: readonly string[],
  others: ReadonlySet<string>,
  { requirements, keysOf }: NamedSupergraph,
): QueryPlanSelectionNode[] {
  const needsOf = (fields: Iterable<string>) =>
    [...fields].flatMap((field) => [...(requirements.get(`${serviceName} ${field}`) ?? [])]);
  const types = [...own, ...others].map((field) => field.split('.')[0] ?? '');
  const kept = new Set([...needsOf(own), ...types.flatMap((type) => keysOf(serviceName, type).flat())]);
  const dropped = new Set(needsOf(others).filter((path) => !kept.has(path)));
  return withoutPaths(requires, dropped, '');
}

function withoutPaths(
  selections: readonly QueryPlanSelectionNode[],
  dropped: ReadonlySet<string>,
  above: string,
): QueryPlanSelectionNode[] {
  return selections.flatMap((each) => {
    const path = each.kind === 'Field' ? above + each.name : above;
    if (!each.selections) return dropped.has(path) ? [] : [each];
    const below = withoutPaths(each.selections, dropped, each.kind === 'Field' ? `${path}.` : path);
    const isEmptied = below.length < each.selections.length && below.every(isTypename);
    return below.length === 0 || (isEmptied && each.kind === 'Field') ? [] : [{ ...each, selections: below }];
  });
}

function isTypename(selection: QueryPlanSelectionNode): boolean {
  return selection.kind === 'Field' && selection.name === '__typename';
}

function restore(
  node: FetchNode,
  document: DocumentNode,
  requires: FetchNode['requires'],
  { required }: NamedSupergraph,
): FetchNode {
  const restored = visit(document, {
    enter(field): FieldNode | undefined {
      const own = field.kind === Kind.FIELD ? required.get(field.name.value) : undefined;
      if (field.kind !== Kind.FIELD || !own) return undefined;
      const alias = field.alias ?? field.name;
      return { ...field, alias, name: { kind: Kind.NAME, value: own.field }, arguments: own.arguments };
    },
  });
  const used = variablesIn(restored);
  const trimmed = visit(restored, {
    enter: (each) =>
      each.kind === Kind.VARIABLE_DEFINITION && !used.has(each.variable.name.value) ? null : undefined,
  });
  const renamers = (requires ?? []).flatMap((each) => renamersIn(each, [], required));
  return {
    ...node,
    operation: stripIgnoredCharacters(print(trimmed)),
    ...(requires ? { requires } : {}),
    ...(node.variableUsages ? { variableUsages: node.variableUsages.filter((name) => used.has(name)) } : {}),
    ...(renamers.length > 0 ? { inputRewrites: [...(node.inputRewrites ?? []), ...renamers] } : {}),
  };
}

function renamersIn(
  selection: QueryPlanSelectionNode,
  path: string[],
  required: NamedSupergraph['required'],
): FetchDataRewrite[] {
  if (selection.kind === 'InlineFragment') {
    const below =
      selection.typeCondition === undefined ? path : [...path, `... on ${selection.typeCondition}`];
    return selection.selections.flatMap((each) => renamersIn(each, below, required));
  }
  const here = [...path, selection.name];
  const own = required.get(selection.name);
  const below = (selection.selections ?? []).flatMap((each) => renamersIn(each, here, required));
  return own ? [...below, { kind: 'KeyRenamer', path: here, renameKeyTo: own.field }] : below;
}

/** The fields that an `_entities` request selects of its entities, as `Type.field`. */
function entityFields(document: DocumentNode): readonly string[] {
  const fields = new Set<string>();
  withoutFields(document, (field) => {
    fields.add(field);
    return false;
  });
  return [...fields];
}

/** Removes fields, given as `Type.field`, from an `_entities` request. */
function withoutFields(document: DocumentNode, isDropped: (field: string) => boolean): DocumentNode {
  const trim = (set: SelectionSetNode, type: string): SelectionSetNode => ({
    ...set,
    selections: set.selections.flatMap((each): SelectionNode[] => {
      if (each.kind === Kind.FIELD) return isDropped(`${type}.${each.name.value}`) ? [] : [each];
      if (each.kind === Kind.FRAGMENT_SPREAD) return [each];
      const below = trim(each.selectionSet, each.typeCondition?.name.value ?? type);
      return below.selections.length > 0 ? [{ ...each, selectionSet: below }] : [];
    }),
  });
  return visit(document, {
    enter(node): FieldNode | undefined {
      if (node.kind !== Kind.FIELD || node.name.value !== '_entities' || !node.selectionSet) return undefined;
      return { ...node, selectionSet: trim(node.selectionSet, '_Entity') };
    },
  });
}

/** A quick look at a fetch's text, so that most fetches need not be parsed. */
const CONDITION = /@(?:skip|include)\b/;

/** The names of the fields that a plan fetches only under some values of `@skip` and `@include`. */
export function conditionalFields(plan: PlanNode | SubscriptionNode): ReadonlySet<string> {
  const names = new Set<string>();
  for (const planned of fetchesIn(plan)) {
    const { operation } = planned.fetch;
    if (!planned.isConditional && !CONDITION.test(operation)) continue;
    for (const definition of parse(operation).definitions) {
      if ('selectionSet' in definition) readSelections(definition.selectionSet, planned.isConditional);
    }
  }
  return names;

  function readSelections(set: SelectionSetNode, isBelowCondition: boolean): void {
    for (const each of set.selections) {
      const isUncertain = isBelowCondition || isConditional(each);
      if (isUncertain && each.kind === Kind.FIELD) names.add(each.name.value);
      if ('selectionSet' in each && each.selectionSet) readSelections(each.selectionSet, isUncertain);
    }
  }
}

type Selections = readonly QueryPlanSelectionNode[];

type Part = { readonly part: QueryPlanSelectionNode; readonly type: string };

/**
 * Completes a fetch's `requires` so that every representation has a key. For a field of an interface object
 * that is selected in a fragment on one member, the planner requires the key of that member, but the field's
 * requirements of all members: the others would be represented without a key, and the subgraph would reject
 * the whole request. Requirements may also be in a fragment next to the one with the key, or around it.
 */
function completeKeys({ requires = [], serviceName }: FetchNode, named: NamedSupergraph): Selections {
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
