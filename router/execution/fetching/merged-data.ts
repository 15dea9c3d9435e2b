import { isRecord } from '../../../platform/type-guards.ts';
import { isInherited, type JsonObject, ownValue, put, type ResponsePath } from '../../graphql/json.ts';
import type { TypeRelations } from '../../supergraph/type-relations.ts';
import type { Budget } from '../budget.ts';

/** A path in a plan: field names, and `@` for the items of a list. */
export type PlanPath = readonly string[];

/**
 * Collects the objects at a path. Lists are descended into wherever they occur. The merged data may have one
 * list in many places, so that the items of all lists are taken from the budget: it ends the search.
 */
export function collectEntities(
  value: unknown,
  path: PlanPath,
  into: JsonObject[],
  budget: Budget,
  at = 0,
): void {
  if (Array.isArray(value)) {
    if (!budget.takeObjects(value.length)) return;
    const next = path[at] === '@' ? at + 1 : at;
    for (let index = 0; index < value.length; index += 1) {
      collectEntities(value[index], path, into, budget, next);
    }
  } else if (isRecord(value)) {
    const step = path[at];
    if (step === undefined) into.push(value);
    else if (Object.hasOwn(value, step)) collectEntities(value[step], path, into, budget, at + 1);
  }
}

/** An object in the merged data, its path, and the objects above it, outermost first. */
export type EntityPath = {
  readonly object: JsonObject;
  readonly path: ResponsePath;
  readonly ancestors: readonly JsonObject[];
};

/** The objects at several paths, with their paths. */
export function entityPathsAt(
  root: JsonObject,
  paths: readonly PlanPath[],
  budget: Budget,
): readonly EntityPath[] {
  return paths.flatMap((path) => collectEntityPaths(root, path, budget));
}

/** Collects the same objects as `collectEntities`, in the same order, with their paths. */
function collectEntityPaths(root: JsonObject, path: PlanPath, budget: Budget): readonly EntityPath[] {
  const found: EntityPath[] = [];
  walk(root, 0, [], []);
  return found;

  function walk(value: unknown, at: number, here: ResponsePath, ancestors: readonly JsonObject[]): void {
    if (Array.isArray(value)) {
      if (!budget.takeObjects(value.length)) return;
      const next = path[at] === '@' ? at + 1 : at;
      for (const [index, item] of value.entries()) walk(item, next, [...here, index], ancestors);
    } else if (isRecord(value)) {
      const step = path[at];
      if (step === undefined) found.push({ object: value, path: here, ancestors });
      else if (Object.hasOwn(value, step)) walk(value[step], at + 1, [...here, step], [...ancestors, value]);
    }
  }
}

/**
 * Merges the data of a subgraph's response into existing data: objects deeply, lists item by item. When one
 * side has a value and the other null, the value is kept. The items of lists are taken from the budget.
 */
export function mergeInto(
  target: JsonObject,
  source: JsonObject,
  types: TypeRelations,
  budget: Budget,
): void {
  for (const name in source) {
    const incoming = source[name];
    const current = isInherited(name) ? ownValue(target, name) : target[name];
    if (current === undefined || current === null) put(target, name, incoming);
    else if (typeof current === 'object') mergeValue(current, incoming, types, budget);
    else if (incoming !== null && mayReplace(name, current, incoming, types)) put(target, name, incoming);
  }
}

function mergeValue(current: unknown, incoming: unknown, types: TypeRelations, budget: Budget): void {
  if (Array.isArray(current)) {
    if (Array.isArray(incoming)) mergeLists(current, incoming, types, budget);
  } else if (isRecord(current) && isRecord(incoming) && current !== incoming) {
    mergeInto(current, incoming, types, budget);
  }
}

function mergeLists(
  current: unknown[],
  incoming: readonly unknown[],
  types: TypeRelations,
  budget: Budget,
): void {
  const length = Math.min(current.length, incoming.length);
  if (!budget.takeObjects(length)) return;
  for (let index = 0; index < length; index += 1) {
    const item = current[index];
    if (item === null || item === undefined) current[index] = incoming[index];
    else if (typeof item === 'object') mergeValue(item, incoming[index], types, budget);
  }
}

/**
 * A subgraph with an @interfaceObject returns the interface as `__typename`, which must not replace an object
 * type.
 */
function mayReplace(name: string, current: unknown, incoming: unknown, types: TypeRelations): boolean {
  return (
    name !== '__typename' || current === incoming || !types.isObject(current) || types.isObject(incoming)
  );
}
