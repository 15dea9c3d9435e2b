import type { FetchDataRewrite } from '@apollo/query-planner';
import { isRecord } from '../../../platform/type-guards.ts';
import { type JsonObject, ownValue, put } from '../../graphql/json.ts';
import type { TypeRelations } from '../../supergraph/type-relations.ts';

/** Changes the data of a subgraph's response in place, before it is merged. */
export type RewriteOutput = (data: JsonObject) => void;

const FRAGMENT = '... on ';

/**
 * Compiles a fetch's `outputRewrites`. The planner aliases fields of different types that would have one name in a request;
 * the rewrites restore their names. Undefined without rewrites.
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
    const type = value.__typename;
    // An object without `__typename` is of the only type that is possible at its path.
    if (typeof type !== 'string' || types.isOfType(type, step.slice(FRAGMENT.length)))
      apply(rewrite, at + 1, value, types);
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
