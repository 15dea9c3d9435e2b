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
import {
  type Fragments,
  fragmentAt,
  INTROSPECTION_FIELDS,
  isConditional,
  resolveConstants,
} from '../graphql/selection.ts';
import type { FieldAliases } from './field-aliases.ts';
import type { Planner } from './planner.ts';

type NormalizeRequest = {
  /** The schema that clients see. */
  readonly schema: GraphQLSchema;
  readonly interfaceObjects: Planner['interfaceObjects'];
  readonly document: DocumentNode;
  readonly operation: OperationDefinitionNode;
  readonly aliases: FieldAliases;
};

/**
 * Normalizes an operation for the planner: fields have generated aliases and fragments are inlined. A
 * mutation becomes one document per root field: in one plan, data of the first field would be fetched after
 * the second has changed it.
 */
export function normalizeOperation(request: NormalizeRequest): readonly DocumentNode[] {
  const { document, operation, aliases } = request;
  const fragments = fragmentsOf(document);
  /** Fields that have a generated alias already. */
  const named = new Set<FieldNode>();
  const sets =
    operation.operation === OperationTypeNode.MUTATION
      ? mutationFields(operation.selectionSet, fragments, aliases, named)
      : [operation.selectionSet];
  return sets.map((selectionSet) =>
    normalizeDocument({ ...request, operation: { ...operation, selectionSet } }, fragments, named),
  );
}

/** The selections of a mutation, split by the response aliases of its root fields. */
function mutationFields(
  set: SelectionSetNode,
  fragments: Fragments,
  aliases: FieldAliases,
  named: Set<FieldNode>,
): readonly SelectionSetNode[] {
  const fields = new Map<string, SelectionNode[]>();
  for (const { field, wrap } of rootFields(set, fragments, (selection) => selection)) {
    const name = (field.alias ?? field.name).value;
    const ours: FieldNode = { ...field, alias: { kind: Kind.NAME, value: aliases.ofMutation(field) } };
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
    const fragment = fragmentAt(selection, fragments);
    if (!fragment) return [];
    const { directives = [] } = selection;
    return rootFields(fragment.selectionSet, fragments, (inner) =>
      wrap({
        kind: Kind.INLINE_FRAGMENT,
        directives,
        selectionSet: { kind: Kind.SELECTION_SET, selections: [inner] },
      }),
    );
  });
}

/**
 * Normalizes one operation. Selections that no type satisfies, or that constant conditions leave out, are
 * removed. `__typename` is added where type conditions or variables may leave out every selection of an
 * object. Otherwise the planner would leave out the object, fail, or fetch too much.
 */
function normalizeDocument(
  { schema, interfaceObjects, aliases, operation: { selectionSet, ...operation } }: NormalizeRequest,
  fragments: Fragments,
  named: ReadonlySet<FieldNode>,
): DocumentNode {
  const root = schema.getRootType(operation.operation);
  if (!root) throw new Error(`The schema has no ${operation.operation}`);
  const { selections } = normalizeSet(selectionSet, root, new Set([root]));
  const filled = { ...selectionSet, selections: selections.length > 0 ? selections : [TYPENAME] };
  return { kind: Kind.DOCUMENT, definitions: [{ ...operation, selectionSet: filled }] };

  /** @param possible the object types that a value may have here; all belong to `type` */
  function normalizeSet(set: SelectionSetNode, type: GraphQLCompositeType, possible: Possible): Normalized {
    const parts = set.selections.map((selection): Normalized => {
      const each = resolveConstants(selection);
      if (!each || isIntrospectionField(each)) return NOTHING;
      if (each.kind === Kind.FIELD)
        return { selections: [normalizeField(each, type)], isCertain: !isConditional(each) };
      const fragment = fragmentAt(each, fragments);
      if (!fragment) return NOTHING;
      const wanted = fragment.typeCondition ? schema.getType(fragment.typeCondition.name.value) : type;
      if (!isCompositeType(wanted)) return NOTHING;
      const holding = typesOf(wanted);
      const left = new Set([...possible].filter((some) => holding.has(some)));
      if (left.size === 0) return NOTHING;
      const { directives = [] } = each;
      const inlined = innerTypes(type, wanted, left).map((inner): Normalized => {
        const below = normalizeSet(
          fragment.selectionSet,
          inner,
          isObjectType(inner) ? new Set([inner]) : left,
        );
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
        selections: inlined.flatMap(({ selections }) => selections),
        isCertain:
          inlined.every(({ isCertain }) => isCertain) && left.size === possible.size && !isConditional(each),
      };
    });
    return {
      selections: parts.flatMap((each) => each.selections),
      isCertain: parts.some(({ isCertain }) => isCertain),
    };
  }

  /**
   * The type conditions that replace a fragment on `wanted` in selections of `type`, for values of the types
   * `left`.
   */
  function innerTypes(
    type: GraphQLCompositeType,
    wanted: GraphQLCompositeType,
    left: Possible,
  ): readonly GraphQLCompositeType[] {
    // A known type needs no further condition.
    if (wanted === type || isObjectType(type)) return [type];
    if (!interfaceObjects.has(type.name) || isObjectType(wanted)) return [wanted];
    return isInterfaceType(type) && schema.isSubType(wanted, type) ? [type] : [...left];
  }

  function normalizeField(node: FieldNode, type: GraphQLCompositeType): FieldNode {
    const { alias, ...plain } = node;
    const value = named.has(node) ? alias?.value : aliases.of(node);
    const name = value === undefined || value === node.name.value ? {} : { alias: { ...node.name, value } };
    const field = isObjectType(type) || isInterfaceType(type) ? type.getFields()[node.name.value] : undefined;
    const below = getNamedType(field?.type);
    if (!node.selectionSet || !isCompositeType(below)) return { ...plain, ...name };
    const { selections, isCertain } = normalizeSet(node.selectionSet, below, typesOf(below));
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

/** Selections, and whether they select something of every value for all variables. */
type Normalized = { readonly selections: readonly SelectionNode[]; readonly isCertain: boolean };

const NOTHING: Normalized = { selections: [], isCertain: false };

/** Whether the router resolves a field itself. */
function isIntrospectionField(selection: SelectionNode): boolean {
  return selection.kind === Kind.FIELD && INTROSPECTION_FIELDS.has(selection.name.value);
}

const TYPENAME: FieldNode = { kind: Kind.FIELD, name: { kind: Kind.NAME, value: '__typename' } };
