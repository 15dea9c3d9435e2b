import type { FetchDataKeyRenamer } from '@apollo/query-planner';
import { isRecord } from '../../../platform/type-guards.ts';
import { type JsonObject, ownValue } from '../../graphql/json.ts';
import type { TypeRelations } from '../../supergraph/type-relations.ts';
import { type EntityPath, entityPathsAt, type PlanPath } from './entity-paths.ts';

/** Entities with the same arguments from their context (`@fromContext`), and those as JSON members without braces. */
export type ContextGroup = { readonly objects: readonly JsonObject[]; readonly text: string };

const FRAGMENT = '... on ';

/**
 * Compiles a fetch's `contextRewrites`: arguments whose values are in objects above the entity. They become variables, which
 * apply to a whole request: entities are grouped by their values, for one request each. Undefined without such arguments.
 */
export function compileContext(
  rewrites: readonly FetchDataKeyRenamer[] | undefined,
  paths: readonly PlanPath[],
  types: TypeRelations,
): ((root: JsonObject) => readonly ContextGroup[]) | undefined {
  if (!rewrites || rewrites.length === 0) return undefined;
  return (root) => {
    const groups = new Map<string, JsonObject[]>();
    for (const each of entityPathsAt(root, paths)) {
      const text = contextArgumentsOf(rewrites, each, types);
      const known = groups.get(text) ?? [];
      groups.set(text, known);
      known.push(each.object);
    }
    return [...groups].map(([text, objects]) => ({ text, objects }));
  };
}

function contextArgumentsOf(
  rewrites: readonly FetchDataKeyRenamer[],
  { ancestors }: EntityPath,
  types: TypeRelations,
): string {
  const values = new Map<string, unknown>();
  for (const { path, renameKeyTo } of rewrites) {
    const up = path.filter((step) => step === '..').length;
    const value = valueAt(ancestors.at(-up), path.slice(up), types);
    if (value !== undefined && !values.has(renameKeyTo)) values.set(renameKeyTo, value);
  }
  return [...values].map(([name, value]) => `${JSON.stringify(name)}:${JSON.stringify(value)}`).join(',');
}

function valueAt(value: unknown, [step, ...rest]: readonly string[], types: TypeRelations): unknown {
  if (step === undefined || value === null) return value;
  if (Array.isArray(value)) return value.map((item) => valueAt(item, [step, ...rest], types));
  if (!isRecord(value)) return undefined;
  if (!step.startsWith(FRAGMENT)) return valueAt(ownValue(value, step), rest, types);
  const type = value.__typename;
  const holds = typeof type !== 'string' || types.isOfType(type, step.slice(FRAGMENT.length));
  return holds ? valueAt(value, rest, types) : undefined;
}
