import {
  type DefinitionNode,
  type DirectiveNode,
  type DocumentNode,
  Kind,
  parse,
  type SelectionSetNode,
} from 'graphql';
import type { Data, Item } from './case.ts';
import { isItem } from './data.ts';

type Entity = {
  /** The keys by which it can be requested. */
  readonly keys: readonly SelectionSetNode[];
  /** External fields: the representation must contain them. */
  readonly external: ReadonlySet<string>;
};

/** Resolves a representation, as strict about keys as a real subgraph. */
export type References = {
  readonly types: readonly string[];
  find(type: string, representation: Item, data: Data): Item | null;
};

/**
 * Reads the entities of a subgraph from its schema. `typesOf` returns the object types that a name stands
 * for: several for an interface or an interface object.
 */
export function createReferences(
  document: DocumentNode,
  typesOf: (name: string) => ReadonlySet<string>,
  hasEntity: (entity: Item) => boolean,
): References {
  const entities = entitiesOf(document);
  return {
    types: [...entities.keys()],
    find(type, representation, data) {
      const entity = entities.get(type);
      const key = entity?.keys.find((each) => isComplete(each, representation));
      if (!entity || !key) throw new Error(`${type} has no key like ${JSON.stringify(representation)}`);
      const types = typesOf(type);
      const found = data.entities.find(
        (each) => types.has(each.__typename ?? '') && hasEntity(each) && isSame(key, representation, each),
      );
      if (!found) return null;
      const known = Object.entries(found).filter(([field]) => !entity.external.has(field));
      const told = Object.entries(representation).filter(
        ([field]) => field !== '__typename' && !names(key, field),
      );
      return Object.fromEntries([...known, ...told]);
    },
  };
}

function entitiesOf(document: DocumentNode): Map<string, Entity> {
  const entities = new Map<string, Entity>();
  for (const node of document.definitions) {
    if (!isFielded(node)) continue;
    const before = entities.get(node.name.value);
    const keys = (node.directives ?? []).filter((each) => each.name.value === 'key' && isResolvable(each));
    const allExternal = hasExternal(node.directives);
    const external = (node.fields ?? []).filter((each) => allExternal || hasExternal(each.directives));
    if (keys.length === 0 && !before) continue;
    entities.set(node.name.value, {
      keys: [...(before?.keys ?? []), ...keys.map(selectionOf)],
      external: new Set([...(before?.external ?? []), ...external.map((each) => each.name.value)]),
    });
  }
  return entities;
}

function names(key: SelectionSetNode, field: string): boolean {
  return key.selections.some((each) => each.kind === Kind.FIELD && each.name.value === field);
}

function isFielded(node: DefinitionNode) {
  return (
    node.kind === Kind.OBJECT_TYPE_DEFINITION ||
    node.kind === Kind.OBJECT_TYPE_EXTENSION ||
    node.kind === Kind.INTERFACE_TYPE_DEFINITION ||
    node.kind === Kind.INTERFACE_TYPE_EXTENSION
  );
}

function hasExternal(directives: readonly DirectiveNode[] | undefined): boolean {
  return directives?.some((each) => each.name.value === 'external') ?? false;
}

function isResolvable(key: DirectiveNode): boolean {
  const value = key.arguments?.find((each) => each.name.value === 'resolvable')?.value;
  return !(value?.kind === Kind.BOOLEAN && !value.value);
}

function selectionOf(key: DirectiveNode): SelectionSetNode {
  const value = key.arguments?.find((each) => each.name.value === 'fields')?.value;
  const [operation] = parse(`{ ${value?.kind === Kind.STRING ? value.value : ''} }`).definitions;
  if (operation?.kind !== Kind.OPERATION_DEFINITION) throw new Error('A key without fields');
  return operation.selectionSet;
}

function isComplete(key: SelectionSetNode, given: unknown): boolean {
  if (Array.isArray(given)) return given.every((each) => isComplete(key, each));
  return (
    isItem(given) &&
    key.selections.every((each) => {
      if (each.kind !== Kind.FIELD) return true;
      const value = given[each.name.value];
      return each.selectionSet ? isComplete(each.selectionSet, value) : value !== undefined;
    })
  );
}

function isSame(key: SelectionSetNode, given: unknown, entity: unknown): boolean {
  if (Array.isArray(given) && Array.isArray(entity)) {
    return given.length === entity.length && given.every((each, index) => isSame(key, each, entity[index]));
  }
  if (!isItem(given) || !isItem(entity)) return false;
  return key.selections.every((each) => {
    if (each.kind !== Kind.FIELD) return true;
    const [left, right] = [given[each.name.value], entity[each.name.value]];
    if (each.selectionSet) return isSame(each.selectionSet, left, right);
    return left !== null && String(left) === String(right);
  });
}
