import { isInherited, isJsonObject, type JsonObject, ownValue, put } from '../../graphql/json.ts';
import type { Types } from '../../supergraph/types.ts';

/**
 * Puts what a subgraph answered into what is known already: objects are merged deeply, lists item by item. Where one
 * side has a value and the other null, the value stays.
 */
export function mergeInto(target: JsonObject, source: JsonObject, types: Types): void {
  for (const name in source) {
    const fresh = source[name];
    const known = isInherited(name) ? ownValue(target, name) : target[name];
    if (known === undefined || known === null) put(target, name, fresh);
    else if (typeof known === 'object') mergeValue(known, fresh, types);
    else if (fresh !== null && mayReplace(name, known, fresh, types)) put(target, name, fresh);
  }
}

function mergeValue(known: unknown, fresh: unknown, types: Types): void {
  if (Array.isArray(known)) {
    if (Array.isArray(fresh)) mergeLists(known, fresh, types);
  } else if (isJsonObject(known) && isJsonObject(fresh) && known !== fresh) {
    mergeInto(known, fresh, types);
  }
}

function mergeLists(known: unknown[], fresh: readonly unknown[], types: Types): void {
  const length = Math.min(known.length, fresh.length);
  for (let index = 0; index < length; index += 1) {
    const item = known[index];
    if (item === null || item === undefined) known[index] = fresh[index];
    else if (typeof item === 'object') mergeValue(item, fresh[index], types);
  }
}

/** A subgraph that knows a type only as an @interfaceObject names the interface, which says less than the type known. */
function mayReplace(name: string, known: unknown, fresh: unknown, types: Types): boolean {
  return name !== '__typename' || known === fresh || !types.isObject(known) || types.isObject(fresh);
}
