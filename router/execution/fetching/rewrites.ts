import type { FetchDataKeyRenamer, FetchDataRewrite } from '@apollo/query-planner';
import { writeJson } from '../../../platform/json.ts';
import { isRecord } from '../../../platform/type-guards.ts';
import { type JsonObject, ownValue, put } from '../../graphql/json.ts';
import type { TypeRelations } from '../../supergraph/type-relations.ts';
import type { Budget } from '../budget.ts';
import { type EntityPath, entityPathsAt, type PlanPath } from './merged-data.ts';

/** Changes the data of a subgraph's response in place, before it is merged. */
type RewriteOutput = (data: JsonObject) => void;

const FRAGMENT = '... on ';

/**
 * Compiles a fetch's `outputRewrites`. The planner aliases fields of different types that would have one name
 * in a request; the rewrites restore their names. Undefined without rewrites.
 */
export function compileOutputRewrites(
  rewrites: readonly FetchDataRewrite[] | undefined,
  types: TypeRelations,
): RewriteOutput | undefined {
  if (!rewrites || rewrites.length === 0) return undefined;
  return (data) => {
    for (const rewrite of rewrites) apply(rewrite, 0, data, types);
  };
}

function apply(rewrite: FetchDataRewrite, at: number, value: unknown, types: TypeRelations): void {
  if (Array.isArray(value)) {
    for (const item of value) apply(rewrite, at, item, types);
    return;
  }
  if (!isRecord(value)) return;
  const step = rewrite.path[at];
  if (step === undefined) return;
  if (step.startsWith(FRAGMENT)) {
    if (meetsFragment(value, step, types)) apply(rewrite, at + 1, value, types);
  } else if (at < rewrite.path.length - 1) {
    apply(rewrite, at + 1, ownValue(value, step), types);
  } else if (rewrite.kind === 'ValueSetter') {
    put(value, step, rewrite.setValueTo);
  } else {
    renameKey(value, step, rewrite.renameKeyTo);
  }
}

function renameKey(object: JsonObject, from: string, to: string): void {
  if (!Object.hasOwn(object, from)) return;
  put(object, to, object[from]);
  delete object[from];
}

/** The name before aliasing of a field in the path of a subgraph's error. */
export function clientName(rewrites: readonly FetchDataRewrite[] | undefined, name: string): string {
  const renamer = rewrites?.find((each) => each.kind === 'KeyRenamer' && each.path.at(-1) === name);
  return renamer?.kind === 'KeyRenamer' ? renamer.renameKeyTo : name;
}

/**
 * Entities with the same arguments from their context (`@fromContext`), and those as JSON members without
 * braces.
 */
export type ContextGroup = { readonly objects: readonly JsonObject[]; readonly text: string };

/**
 * Compiles a fetch's `contextRewrites`: arguments whose values are in objects above the entity. They become
 * variables, which apply to a whole request: entities are grouped by their values, for one request each.
 * Undefined without such arguments.
 */
export function compileContext(
  rewrites: readonly FetchDataKeyRenamer[] | undefined,
  paths: readonly PlanPath[],
  types: TypeRelations,
): ((root: JsonObject, budget: Budget) => readonly ContextGroup[]) | undefined {
  if (!rewrites || rewrites.length === 0) return undefined;
  return (root, budget) => {
    const groups = new Map<string, JsonObject[]>();
    for (const each of entityPathsAt(root, paths, budget)) {
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
  return [...values].map(([name, value]) => `${JSON.stringify(name)}:${writeJson(value)}`).join(',');
}

function valueAt(value: unknown, [step, ...rest]: readonly string[], types: TypeRelations): unknown {
  if (step === undefined || value === null) return value;
  if (Array.isArray(value)) return value.map((item) => valueAt(item, [step, ...rest], types));
  if (!isRecord(value)) return undefined;
  if (!step.startsWith(FRAGMENT)) return valueAt(ownValue(value, step), rest, types);
  return meetsFragment(value, step, types) ? valueAt(value, rest, types) : undefined;
}

/** An object without `__typename` is of the only type that is possible at its path. */
function meetsFragment({ __typename: type }: JsonObject, step: string, types: TypeRelations): boolean {
  return typeof type !== 'string' || types.isOfType(type, step.slice(FRAGMENT.length));
}
