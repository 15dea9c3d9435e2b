import { isRecord } from '../../platform/type-guards.ts';

/** Names of properties, from an event's payload inwards. */
export type Path = readonly string[];

/** How a path is written, for patterns of texts that contain one. */
export const PATH = String.raw`[A-Za-z_]\w*(?:\.[A-Za-z_]\w*)*`;

/** The value at a path of own properties; undefined when the path leaves the object. */
export function valueAt(data: unknown, path: Path): unknown {
  let value = data;
  for (const name of path) {
    if (!isRecord(value) || !Object.hasOwn(value, name)) return undefined;
    value = value[name];
  }
  return value;
}
