import { isRecord } from '../../../platform/type-guards.ts';
import { isInherited, type JsonObject, ownValue, put } from '../../graphql/json.ts';
import type { TypeRelations } from '../../supergraph/type-relations.ts';

/**
 * Merges the data of a subgraph's response into existing data: objects deeply, lists item by item. When one side has a value
 * and the other null, the value is kept.
 */
export function mergeInto(target: JsonObject, source: JsonObject, types: TypeRelations): void {
  for (const name in source) {
    const incoming = source[name];
    const current = isInherited(name) ? ownValue(target, name) : target[name];
    if (current === undefined || current === null) put(target, name, incoming);
    else if (typeof current === 'object') mergeValue(current, incoming, types);
    else if (incoming !== null && mayReplace(name, current, incoming, types)) put(target, name, incoming);
  }
}

function mergeValue(current: unknown, incoming: unknown, types: TypeRelations): void {
  if (Array.isArray(current)) {
    if (Array.isArray(incoming)) mergeLists(current, incoming, types);
  } else if (isRecord(current) && isRecord(incoming) && current !== incoming) {
    mergeInto(current, incoming, types);
  }
}

function mergeLists(current: unknown[], incoming: readonly unknown[], types: TypeRelations): void {
  const length = Math.min(current.length, incoming.length);
  for (let index = 0; index < length; index += 1) {
    const item = current[index];
    if (item === null || item === undefined) current[index] = incoming[index];
    else if (typeof item === 'object') mergeValue(item, incoming[index], types);
  }
}

/** A subgraph with an @interfaceObject returns the interface as `__typename`, which must not replace an object type. */
function mayReplace(name: string, current: unknown, incoming: unknown, types: TypeRelations): boolean {
  return (
    name !== '__typename' || current === incoming || !types.isObject(current) || types.isObject(incoming)
  );
}
