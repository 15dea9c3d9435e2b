import type { FetchDataRewrite } from '@apollo/query-planner';
import { isJsonObject, type JsonObject, ownValue, put } from '../../graphql/json.ts';
import type { Types } from '../../supergraph/types.ts';

/** Changes what a subgraph answered, before it is merged. */
export type RewriteOutput = (answer: JsonObject) => void;

const FRAGMENT = '... on ';

/**
 * Compiles a fetch's `outputRewrites`: fields that had to be asked for under another name, since one subgraph request
 * cannot have two fields of one name and different types, get the client's name back. Undefined when there are none.
 */
export function compileOutputRewrites(
  rewrites: readonly FetchDataRewrite[] | undefined,
  types: Types,
): RewriteOutput | undefined {
  if (!rewrites || rewrites.length === 0) return undefined;
  return (answer) => {
    for (const rewrite of rewrites) apply(rewrite, 0, answer, types);
  };
}

function apply(rewrite: FetchDataRewrite, at: number, value: unknown, types: Types): void {
  if (Array.isArray(value)) {
    for (const item of value) apply(rewrite, at, item, types);
    return;
  }
  if (!isJsonObject(value)) return;
  const step = rewrite.path[at];
  if (step === undefined) return;
  if (step.startsWith(FRAGMENT)) {
    const type = value.__typename;
    // An object that does not say its type was asked for where there is only one.
    if (typeof type !== 'string' || types.isOfType(type, step.slice(FRAGMENT.length)))
      apply(rewrite, at + 1, value, types);
  } else if (at < rewrite.path.length - 1) {
    apply(rewrite, at + 1, ownValue(value, step), types);
  } else if (rewrite.kind === 'ValueSetter') {
    put(value, step, rewrite.setValueTo);
  } else if (Object.hasOwn(value, step)) {
    put(value, rewrite.renameKeyTo, value[step]);
    delete value[step];
  }
}

/** The client's name for a field that a subgraph's error names by the name under which it was asked. */
export function clientName(rewrites: readonly FetchDataRewrite[] | undefined, name: string): string {
  const renamer = rewrites?.find((each) => each.kind === 'KeyRenamer' && each.path.at(-1) === name);
  return renamer?.kind === 'KeyRenamer' ? renamer.renameKeyTo : name;
}
