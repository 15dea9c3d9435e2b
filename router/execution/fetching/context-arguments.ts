import type { FetchDataKeyRenamer } from '@apollo/query-planner';
import { isJsonObject, type JsonObject, ownValue } from '../../graphql/json.ts';
import type { Types } from '../../supergraph/types.ts';
import { type Place, type PlanPath, placesAt } from './entity-paths.ts';

/** Entities whose contexts (`@fromContext`) are the same, and the variables for them as JSON, without the braces. */
export type ContextGroup = { readonly targets: readonly JsonObject[]; readonly text: string };

const FRAGMENT = '... on ';

/**
 * Compiles a fetch's `contextRewrites`: arguments whose values stand in objects above the entity. Variables hold for a
 * whole request, so that entities of different contexts are asked for by different requests. Undefined when there are
 * none.
 */
export function compileContext(
  rewrites: readonly FetchDataKeyRenamer[] | undefined,
  paths: readonly PlanPath[],
  types: Types,
): ((root: JsonObject) => readonly ContextGroup[]) | undefined {
  if (!rewrites || rewrites.length === 0) return undefined;
  return (root) => {
    const groups = new Map<string, JsonObject[]>();
    for (const place of placesAt(root, paths)) {
      const text = contextOf(rewrites, place, types);
      const known = groups.get(text) ?? [];
      groups.set(text, known);
      known.push(place.target);
    }
    return [...groups].map(([text, targets]) => ({ text, targets }));
  };
}

function contextOf(rewrites: readonly FetchDataKeyRenamer[], { ancestors }: Place, types: Types): string {
  const values = new Map<string, unknown>();
  for (const { path, renameKeyTo } of rewrites) {
    const up = path.filter((step) => step === '..').length;
    const value = valueAt(ancestors.at(-up), path.slice(up), types);
    if (value !== undefined && !values.has(renameKeyTo)) values.set(renameKeyTo, value);
  }
  return [...values].map(([name, value]) => `${JSON.stringify(name)}:${JSON.stringify(value)}`).join(',');
}

function valueAt(value: unknown, [step, ...rest]: readonly string[], types: Types): unknown {
  if (step === undefined || value === null) return value;
  if (Array.isArray(value)) return value.map((item) => valueAt(item, [step, ...rest], types));
  if (!isJsonObject(value)) return undefined;
  if (!step.startsWith(FRAGMENT)) return valueAt(ownValue(value, step), rest, types);
  const type = value.__typename;
  const holds = typeof type !== 'string' || types.isOfType(type, step.slice(FRAGMENT.length));
  return holds ? valueAt(value, rest, types) : undefined;
}
