import { isJsonObject, type JsonObject, type ResponsePath } from '../../graphql/json.ts';

/** A planner's path: names of fields, and `@` for each item of a list. */
export type PlanPath = readonly string[];

/** Collects the objects at a path. Lists are gone through wherever they are met. */
export function gatherTargets(value: unknown, path: PlanPath, into: JsonObject[], at = 0): void {
  if (Array.isArray(value)) {
    const next = path[at] === '@' ? at + 1 : at;
    for (let index = 0; index < value.length; index += 1) gatherTargets(value[index], path, into, next);
  } else if (isJsonObject(value)) {
    const step = path[at];
    if (step === undefined) into.push(value);
    else if (Object.hasOwn(value, step)) gatherTargets(value[step], path, into, at + 1);
  }
}

/** One way to an object: where it is in the answer, and the objects on the way, the outermost first. */
export type Place = {
  readonly target: JsonObject;
  readonly path: ResponsePath;
  readonly ancestors: readonly JsonObject[];
};

/** The places of all objects at several paths. */
export function placesAt(root: JsonObject, paths: readonly PlanPath[]): readonly Place[] {
  return paths.flatMap((path) => gatherPlaces(root, path));
}

/** Like `gatherTargets`, in the same order, for the rare case that somebody must know where they are. */
export function gatherPlaces(root: JsonObject, path: PlanPath): readonly Place[] {
  const places: Place[] = [];
  walk(root, 0, [], []);
  return places;

  function walk(value: unknown, at: number, here: ResponsePath, ancestors: readonly JsonObject[]): void {
    if (Array.isArray(value)) {
      const next = path[at] === '@' ? at + 1 : at;
      for (const [index, item] of value.entries()) walk(item, next, [...here, index], ancestors);
    } else if (isJsonObject(value)) {
      const step = path[at];
      if (step === undefined) places.push({ target: value, path: here, ancestors });
      else if (Object.hasOwn(value, step)) walk(value[step], at + 1, [...here, step], [...ancestors, value]);
    }
  }
}
