import {
  type DocumentNode,
  type FieldNode,
  type GraphQLCompositeType,
  type GraphQLObjectType,
  type GraphQLSchema,
  getNamedType,
  isAbstractType,
  isCompositeType,
  isInterfaceType,
  isObjectType,
  Kind,
  type NamedTypeNode,
  type OperationDefinitionNode,
  OperationTypeNode,
  type SelectionNode,
  type SelectionSetNode,
} from 'graphql';
import { fragmentsOf } from '../../platform/fragments.ts';
import { isConditional, resolveConstants } from '../graphql/conditions.ts';
import type { Fragments } from '../graphql/selection.ts';
import { INTROSPECTION_FIELDS } from '../graphql/selection.ts';
import type { FieldAliases } from './field-aliases.ts';
import type { Planner } from './planner.ts';

type ToPlan = {
  /** What clients see. */
  readonly schema: GraphQLSchema;
  readonly interfaceObjects: Planner['interfaceObjects'];
  readonly document: DocumentNode;
  readonly operation: OperationDefinitionNode;
  readonly names: FieldAliases;
};

/**
 * The documents to plan for one operation, with our names: one, but of a mutation one for each root field, since the
 * planner would have fetched what belongs to the first only after the second has changed it.
 */
export function documentsToPlan(toPlan: ToPlan): readonly DocumentNode[] {
  const { document, operation, names } = toPlan;
  const fragments = fragmentsOf(document);
  /** Fields that have their names already. */
  const named = new Set<FieldNode>();
  const sets =
    operation.operation === OperationTypeNode.MUTATION
      ? mutationFields(operation.selectionSet, fragments, names, named)
      : [operation.selectionSet];
  return sets.map((selectionSet) =>
    rename({ ...toPlan, operation: { ...operation, selectionSet } }, fragments, named),
  );
}

/** All root fields as one document each would have them; those of one response name belong together. */
function mutationFields(
  set: SelectionSetNode,
  fragments: Fragments,
  names: FieldAliases,
  named: Set<FieldNode>,
): readonly SelectionSetNode[] {
  const fields = new Map<string, SelectionNode[]>();
  for (const { field, wrap } of rootFields(set, fragments, (selection) => selection)) {
    const name = (field.alias ?? field.name).value;
    const ours: FieldNode = { ...field, alias: { kind: Kind.NAME, value: names.ofMutation(field) } };
    named.add(ours);
    fields.set(name, [...(fields.get(name) ?? []), wrap(ours)]);
  }
  return [...fields.values()].map((selections) => ({ kind: Kind.SELECTION_SET, selections }));
}

type Wrap = (selection: SelectionNode) => SelectionNode;

function rootFields(
  { selections }: SelectionSetNode,
  fragments: Fragments,
  wrap: Wrap,
): readonly { readonly field: FieldNode; readonly wrap: Wrap }[] {
  return selections.flatMap((given) => {
    const selection = resolveConstants(given);
    if (!selection) return [];
    if (selection.kind === Kind.FIELD) return [{ field: selection, wrap }];
    const set =
      selection.kind === Kind.INLINE_FRAGMENT
        ? selection.selectionSet
        : fragments.get(selection.name.value)?.selectionSet;
    if (!set) return [];
    const { directives = [] } = selection;
    return rootFields(set, fragments, (inner) =>
      wrap({
        kind: Kind.INLINE_FRAGMENT,
        directives,
        selectionSet: { kind: Kind.SELECTION_SET, selections: [inner] },
      }),
    );
  });
}

/**
 * An operation with our names and its fragments written out. Left out is what no type can lead to, and what the document
 * itself skips; an object of which all may be left out, by its type or by variables, is still asked for. Otherwise the planner
 * leaves out the object, or fails, or asks for what nobody wants.
 */
function rename(
  { schema, interfaceObjects, names, operation: { selectionSet, ...operation } }: ToPlan,
  fragments: Fragments,
  named: ReadonlySet<FieldNode>,
): DocumentNode {
  const root = schema.getRootType(operation.operation);
  if (!root) throw new Error(`The schema has no ${operation.operation}`);
  const { selections } = renameSet(selectionSet, root, new Set([root]));
  const filled = { ...selectionSet, selections: selections.length > 0 ? selections : [TYPENAME] };
  return { kind: Kind.DOCUMENT, definitions: [{ ...operation, selectionSet: filled }] };

  /** Of a value that is one of `possible`, all of which are of the type. */
  function renameSet(set: SelectionSetNode, type: GraphQLCompositeType, possible: Possible): Renamed {
    const parts = set.selections.map((selection): Renamed => {
      const each = resolveConstants(selection);
      if (!each || isOwnField(each)) return NOTHING;
      if (each.kind === Kind.FIELD)
        return { selections: [renameField(each, type)], isCertain: !isConditional(each) };
      const fragment = each.kind === Kind.INLINE_FRAGMENT ? each : fragments.get(each.name.value);
      if (!fragment) return NOTHING;
      const wanted = fragment.typeCondition ? schema.getType(fragment.typeCondition.name.value) : type;
      if (!isCompositeType(wanted)) return NOTHING;
      const holding = typesOf(wanted);
      const left = new Set([...possible].filter((some) => holding.has(some)));
      if (left.size === 0) return NOTHING;
      const { directives = [] } = each;
      const written = innerTypes(type, wanted, left).map((inner): Renamed => {
        const below = renameSet(fragment.selectionSet, inner, isObjectType(inner) ? new Set([inner]) : left);
        if (below.selections.length === 0) return NOTHING;
        const selection: SelectionNode = {
          kind: Kind.INLINE_FRAGMENT,
          ...(inner === type ? {} : { typeCondition: namedType(inner.name) }),
          directives,
          selectionSet: { kind: Kind.SELECTION_SET, selections: below.selections },
        };
        return { selections: [selection], isCertain: below.isCertain };
      });
      return {
        selections: written.flatMap(({ selections }) => selections),
        isCertain:
          written.every(({ isCertain }) => isCertain) && left.size === possible.size && !isConditional(each),
      };
    });
    return {
      selections: parts.flatMap((each) => each.selections),
      isCertain: parts.some(({ isCertain }) => isCertain),
    };
  }

  /** On which types a fragment on `wanted` is written in selections of `type`, for values that are one of `left`. */
  function innerTypes(
    type: GraphQLCompositeType,
    wanted: GraphQLCompositeType,
    left: Possible,
  ): readonly GraphQLCompositeType[] {
    // Where the type is known already the planner is not asked about another that it has too.
    if (wanted === type || isObjectType(type)) return [type];
    if (!interfaceObjects.has(type.name) || isObjectType(wanted)) return [wanted];
    return isInterfaceType(type) && schema.isSubType(wanted, type) ? [type] : [...left];
  }

  function renameField(node: FieldNode, type: GraphQLCompositeType): FieldNode {
    const { alias, ...plain } = node;
    const value = named.has(node) ? alias?.value : names.of(node);
    const name = value === undefined || value === node.name.value ? {} : { alias: { ...node.name, value } };
    const field = isObjectType(type) || isInterfaceType(type) ? type.getFields()[node.name.value] : undefined;
    const below = getNamedType(field?.type);
    if (!node.selectionSet || !isCompositeType(below)) return { ...plain, ...name };
    const { selections, isCertain } = renameSet(node.selectionSet, below, typesOf(below));
    const filled = isCertain ? selections : [TYPENAME, ...selections];
    return { ...plain, ...name, selectionSet: { ...node.selectionSet, selections: filled } };
  }

  function typesOf(type: GraphQLCompositeType): Possible {
    return new Set(isAbstractType(type) ? schema.getPossibleTypes(type) : [type]);
  }
}

function namedType(value: string): NamedTypeNode {
  return { kind: Kind.NAMED_TYPE, name: { kind: Kind.NAME, value } };
}

type Possible = ReadonlySet<GraphQLObjectType>;

/** Selections, and whether something is asked of every value, whatever the variables are. */
type Renamed = { readonly selections: readonly SelectionNode[]; readonly isCertain: boolean };

const NOTHING: Renamed = { selections: [], isCertain: false };

/** Whether it is a field that the router answers itself. */
function isOwnField(selection: SelectionNode): boolean {
  return selection.kind === Kind.FIELD && INTROSPECTION_FIELDS.has(selection.name.value);
}

const TYPENAME: FieldNode = { kind: Kind.FIELD, name: { kind: Kind.NAME, value: '__typename' } };
