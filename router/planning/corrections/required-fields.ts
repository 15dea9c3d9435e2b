import {
  type ArgumentNode,
  type ConstDirectiveNode,
  type DefinitionNode,
  type DocumentNode,
  type FieldDefinitionNode,
  type FieldNode,
  type InterfaceTypeDefinitionNode,
  Kind,
  type NamedTypeNode,
  type ObjectTypeDefinitionNode,
  parse,
  print,
  type SelectionSetNode,
  type TypeNode,
} from 'graphql';
import { argumentText } from '../../graphql/directives.ts';
import { subgraphsOf } from '../../supergraph/subgraphs.ts';

/** A field as some `@requires` wants it: with these arguments. */
export type RequiredField = { readonly field: string; readonly arguments: readonly ArgumentNode[] };

/** What `nameRequiredFields` has made of a supergraph. */
export type NamedSupergraph = {
  readonly supergraph: DocumentNode;
  /** By the names that they have in it. */
  readonly required: ReadonlyMap<string, RequiredField>;
  /** What a field requires, as paths to leaves (`size.width`), by subgraph, type and field as `subgraph Type.field`. */
  readonly requirements: ReadonlyMap<string, ReadonlySet<string>>;
  /** The keys, as such paths, of a type or the interfaces that it has, in a subgraph. */
  keysOf(subgraph: string, type: string): readonly (readonly string[])[];
  /** Whether a type is another or implements it. */
  isKindOf(type: string, other: string): boolean;
};

type FieldedNode = ObjectTypeDefinitionNode | InterfaceTypeDefinitionNode;

/**
 * Gives each field that takes arguments a name of its own for every way in which an `@requires` asks for it. The planner
 * does not tell `price(currency: "USD")` that is required from `price(currency: "EUR")` that a client or another field
 * asks for: they come to stand under one name. `restoreFetch` undoes it in the plans.
 */
export function nameRequiredFields(supergraph: DocumentNode): NamedSupergraph {
  const types = new Map<string, FieldedNode>(
    supergraph.definitions.filter(isFielded).map((each) => [each.name.value, each]),
  );
  const subgraphs = new Map(subgraphsOf(supergraph).map(({ graph, name }) => [graph, name]));
  const required = new Map<string, RequiredField>();
  const names = new Map<string, string>();
  const added = new Map<string, FieldDefinitionNode[]>();
  const requirements = new Map<string, ReadonlySet<string>>();
  const keys = readKeys(types.values(), subgraphs);

  /** The field's own name, made when it is first asked for. */
  function nameOf(type: FieldedNode, { name: { value: field }, arguments: given = [] }: FieldNode): string {
    const key = `${type.name.value}.${field} ${given.map(print).sort().join()}`;
    const known = names.get(key);
    if (known !== undefined) return known;
    const name = `${field}__required_${required.size}`;
    names.set(key, name);
    required.set(name, { field, arguments: given });
    for (const each of [type, ...members(type)]) {
      const definition = each.fields?.find((some) => some.name.value === field);
      if (!definition) continue;
      const copies = added.get(each.name.value) ?? [];
      added.set(each.name.value, copies);
      copies.push({ ...definition, name: { kind: Kind.NAME, value: name }, arguments: [] });
    }
    return name;
  }

  function members(type: FieldedNode): readonly FieldedNode[] {
    return [...types.values()].filter((each) =>
      each.interfaces?.some(({ name }) => name.value === type.name.value),
    );
  }

  function rename(set: SelectionSetNode, type: string): SelectionSetNode {
    const node = types.get(type);
    const selections = set.selections.map((each) => {
      if (each.kind === Kind.FRAGMENT_SPREAD) return each;
      if (each.kind === Kind.INLINE_FRAGMENT) {
        const condition = each.typeCondition?.name.value ?? type;
        return { ...each, selectionSet: rename(each.selectionSet, condition) };
      }
      const definition = node?.fields?.find(({ name }) => name.value === each.name.value);
      if (!node || !definition) return each;
      const below = each.selectionSet && rename(each.selectionSet, namedType(definition.type).name.value);
      const same: FieldNode = below ? { ...each, selectionSet: below } : each;
      if ((definition.arguments ?? []).length === 0) return same;
      return { ...same, name: { ...each.name, value: nameOf(node, each) }, arguments: [] };
    });
    return { ...set, selections };
  }

  function renameRequires(join: ConstDirectiveNode, type: string, field: string): ConstDirectiveNode {
    const fields = join.name.value === 'join__field' ? argumentText(join, 'requires') : undefined;
    if (fields === undefined) return join;
    const renamed = rename(selectionOf(fields), type);
    const subgraph = subgraphs.get(argumentText(join, 'graph') ?? '');
    requirements.set(`${subgraph} ${type}.${field}`, new Set(leavesOf(renamed)));
    const value = { kind: Kind.STRING, value: renamed.selections.map(print).join(' ') } as const;
    const given = join.arguments?.map((each) => (each.name.value === 'requires' ? { ...each, value } : each));
    return { ...join, arguments: given ?? [] };
  }

  const renamed = supergraph.definitions.map((node) => {
    if (!isFielded(node)) return node;
    const fields = node.fields?.map((field) => {
      const directives = field.directives?.map((each) =>
        renameRequires(each, node.name.value, field.name.value),
      );
      return { ...field, directives: directives ?? [] };
    });
    return { ...node, fields: fields ?? [] };
  });
  const definitions = renamed.map((node) =>
    isFielded(node)
      ? { ...node, fields: [...(node.fields ?? []), ...(added.get(node.name.value) ?? [])] }
      : node,
  );
  return {
    supergraph: { ...supergraph, definitions },
    required,
    requirements,
    keysOf: (subgraph, type) => kindsOf(type).flatMap((kind) => keys.get(`${subgraph} ${kind}`) ?? []),
    isKindOf: (type, other) => kindsOf(type).includes(other),
  };

  function kindsOf(type: string): readonly string[] {
    return [type, ...(types.get(type)?.interfaces ?? []).map(({ name }) => name.value)];
  }
}

/** By subgraph and type as `subgraph Type`. */
function readKeys(types: Iterable<FieldedNode>, subgraphs: ReadonlyMap<string, string>) {
  const keys = new Map<string, readonly (readonly string[])[]>();
  for (const { name, directives } of types) {
    for (const join of directives ?? []) {
      const key = join.name.value === 'join__type' ? argumentText(join, 'key') : undefined;
      if (key === undefined) continue;
      const entity = `${subgraphs.get(argumentText(join, 'graph') ?? '')} ${name.value}`;
      keys.set(entity, [...(keys.get(entity) ?? []), leavesOf(selectionOf(key))]);
    }
  }
  return keys;
}

/** The paths to what has nothing below. */
function leavesOf(set: SelectionSetNode, above = ''): string[] {
  return set.selections.flatMap((each) => {
    if (each.kind === Kind.FRAGMENT_SPREAD) return [];
    if (each.kind === Kind.INLINE_FRAGMENT) return leavesOf(each.selectionSet, above);
    const path = above + each.name.value;
    return each.selectionSet ? leavesOf(each.selectionSet, `${path}.`) : [path];
  });
}

function isFielded(node: DefinitionNode): node is FieldedNode {
  return node.kind === Kind.OBJECT_TYPE_DEFINITION || node.kind === Kind.INTERFACE_TYPE_DEFINITION;
}

function namedType(type: TypeNode): NamedTypeNode {
  return type.kind === Kind.NAMED_TYPE ? type : namedType(type.type);
}

function selectionOf(fields: string): SelectionSetNode {
  const [operation] = parse(`{ ${fields} }`).definitions;
  if (operation?.kind !== Kind.OPERATION_DEFINITION) throw new Error(`These are no fields: ${fields}`);
  return operation.selectionSet;
}
