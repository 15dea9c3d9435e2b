import { isRecord } from './type-guards.ts';

/** Names of properties, from the outside inwards. */
export type Path = readonly string[];

/** The value at a path of own properties; undefined when the path leaves the object. */
export function valueAt(data: unknown, path: Path): unknown {
  let value = data;
  for (const name of path) {
    if (!isRecord(value) || !Object.hasOwn(value, name)) return undefined;
    value = value[name];
  }
  return value;
}
