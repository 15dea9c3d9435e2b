import type { GraphQLError } from 'graphql';
import type { ExecutionError } from '../../graphql/errors.ts';
import type { JsonObject, LocatePath, ResponsePath } from '../../graphql/json.ts';
import type { ExecutionState, FetchFailure } from '../state.ts';

/** The number of errors that report one unavailable subgraph, and of those that report invalid values. */
const MAX_REPORTED = 20;

/**
 * Completes a value (GraphQL's CompleteValue) and returns its JSON text. Undefined propagates a null to the
 * parent: the position is non-null and nothing else can be written. The first `depth` steps of the state's
 * path are the value's.
 */
export type CompleteValue = (value: unknown, response: ResponseState, depth: number) => string | undefined;

/** The state of one response while its text is written. */
export type ResponseState = {
  readonly execution: ExecutionState;
  /** Only the first `depth` steps are valid. */
  readonly path: (string | number)[];
  faults: number;
  /** The first non-null field that is left out because its entity is unresolved. */
  leftOut: LeftOut | undefined;
  /** Undefined while no subgraph has reported an error. */
  readonly nulls: NullPropagation | undefined;
};

type LeftOut = { readonly path: ResponsePath; readonly coordinate: string };

/** The nulls in a response to which subgraphs have reported errors. */
type NullPropagation = {
  /** The number of errors before the response was written. */
  readonly errorCount: number;
  /** Paths of nulls that were written. */
  readonly written: PathSet;
  /** Paths that became null because a null propagated to them; the values behind it were abandoned. */
  readonly abandoned: PathSet;
};

export function createResponseState(execution: ExecutionState): ResponseState {
  const errorCount = execution.errors.length;
  const nulls =
    errorCount > 0 ? { errorCount, written: createPathSet(), abandoned: createPathSet() } : undefined;
  return { execution, path: [], faults: 0, leftOut: undefined, nulls };
}

/** Writes a null that is a value of its own. */
export function writeNull({ nulls, path }: ResponseState, depth: number): 'null' {
  nulls?.written.add(path.slice(0, depth));
  return 'null';
}

/** Writes the null of a field that the router itself does not resolve, with the error that says why. */
export function writeRefused(
  response: ResponseState,
  depth: number,
  { message, extensions }: GraphQLError,
): 'null' {
  response.execution.errors.push({ message, path: pathAt(response, depth), extensions });
  return writeNull(response, depth);
}

/** Writes the null of a value that was abandoned because a null propagated to it. */
export function writeAbandoned({ nulls, path }: ResponseState, depth: number): 'null' {
  nulls?.abandoned.add(path.slice(0, depth));
  return 'null';
}

/**
 * Removes the subgraphs' errors at values that were abandoned before they were completed. A server that
 * executes the whole operation stops at the first null that propagates, and reports one error for what it
 * makes null.
 */
export function dropAbandonedErrors({ nulls, execution }: ResponseState): void {
  if (!nulls) return;
  const { errorCount, written, abandoned } = nulls;
  const kept = execution.errors.filter(
    ({ path }, index) =>
      index >= errorCount || !path || !abandoned.hasAncestorOf(path) || written.hasRelativeOf(path),
  );
  if (kept.length < execution.errors.length) execution.errors.splice(0, execution.errors.length, ...kept);
}

function pathAt({ path }: ResponseState, depth: number): ResponsePath {
  return path.slice(0, depth);
}

/** Records an error for a value that the schema does not allow. The message does not contain the value. */
export function recordFault(response: ResponseState, depth: number, message: string): void {
  recordFaultAt(response, pathAt(response, depth), message);
}

function recordNonNull(response: ResponseState, path: ResponsePath, coordinate: string): void {
  recordFaultAt(response, path, `Cannot return null for non-nullable field ${coordinate}.`);
}

function recordFaultAt(response: ResponseState, path: ResponsePath, message: string): void {
  response.faults += 1;
  if (response.faults > MAX_REPORTED) return;
  response.execution.errors.push({ message, path, extensions: { code: 'INTERNAL_SERVER_ERROR' } });
}

/** Records an error for a null at a non-null position, unless another error explains it. */
export function recordNull(
  response: ResponseState,
  depth: number,
  coordinate: string,
  isMissing: boolean,
): void {
  if (!isExplained(response, depth, isMissing)) recordNonNull(response, pathAt(response, depth), coordinate);
}

/**
 * Whether an error at, above or below its path explains a null. A missing value may also be explained by an
 * error at a sibling: a null that propagated there removed the subgraph's whole object.
 */
function isExplained(response: ResponseState, depth: number, isMissing: boolean): boolean {
  const isExplainedAt = (path: ResponsePath): boolean => {
    if (!response.execution.errors.some((error) => error.path && isPrefix(error.path, path))) return false;
    response.nulls?.written.add(path);
    return true;
  };
  return isExplainedAt(pathAt(response, depth)) || (isMissing && isExplainedAt(pathAt(response, depth - 1)));
}

/**
 * Leaves out a non-null field of an entity that a subgraph does not have: the null propagates like that of a
 * reference to nothing, without an error. Errors explain more, so they come first.
 *
 * @returns whether this is why the value is missing
 */
export function leaveOut(
  response: ResponseState,
  depth: number,
  object: JsonObject,
  coordinate: string,
): boolean {
  if (!response.execution.unresolved?.has(object) || isExplained(response, depth, true)) return false;
  response.leftOut ??= { path: pathAt(response, depth), coordinate };
  return true;
}

/** Records an error for a field that was left out when nothing above it could be null but the whole data. */
export function reportLeftOut(response: ResponseState, data: string): void {
  const { execution, leftOut } = response;
  if (leftOut && data === 'null' && execution.errors.length === 0)
    recordNonNull(response, leftOut.path, leftOut.coordinate);
}

/**
 * Reports the failed fetch that would have brought a field's value, if there is one.
 *
 * @returns whether a failed fetch explains the missing value
 */
export function recordMissing(response: ResponseState, depth: number, object: JsonObject): boolean {
  const [failure] = response.execution.failures?.get(object) ?? [];
  if (!failure) return false;
  if (failure.reported < MAX_REPORTED)
    response.execution.errors.push(unavailable(failure, pathAt(response, depth)));
  failure.reported += 1;
  return true;
}

/**
 * Reports the failures that no error mentions yet, such as those whose values are hidden by a propagated
 * null.
 */
export function reportFailures({ errors, failures }: ExecutionState, locate: LocatePath): void {
  if (!failures) return;
  for (const failure of new Set([...failures.values()].flat())) {
    if (failure.reported === 0) errors.push(unavailable(failure, locate(failure.path)[0] ?? []));
  }
}

function unavailable({ subgraph, reason, cause }: FetchFailure, path: ResponsePath): ExecutionError {
  return {
    message: `The subgraph "${subgraph}" is unavailable: ${reason}.`,
    ...(path.length > 0 ? { path } : {}),
    extensions: { code: 'SUBGRAPH_UNAVAILABLE', subgraph, serviceName: subgraph },
    ...(cause === undefined ? {} : { cause }),
  };
}

/** Whether one path is the other or a prefix of it. */
function isPrefix(one: ResponsePath, other: ResponsePath): boolean {
  const length = Math.min(one.length, other.length);
  for (let index = 0; index < length; index += 1) if (one[index] !== other[index]) return false;
  return true;
}

type PathSet = ReturnType<typeof createPathSet>;

type Node = { isMember: boolean; readonly children: Map<string | number, Node> };

/** A set of paths in a response, as a tree of their steps. */
function createPathSet() {
  const root = createNode();

  /**
   * The number of steps of a path up to a member, or up to its end when members are below it; else undefined.
   */
  function stepsToRelative(path: ResponsePath): number | undefined {
    let node = root;
    for (const [steps, step] of path.entries()) {
      if (node.isMember) return steps;
      const next = node.children.get(step);
      if (!next) return undefined;
      node = next;
    }
    return node.isMember || node.children.size > 0 ? path.length : undefined;
  }

  return {
    add(path: ResponsePath): void {
      let node = root;
      for (const step of path) {
        const next = node.children.get(step) ?? createNode();
        node.children.set(step, next);
        node = next;
      }
      node.isMember = true;
    },
    /** Whether the set has the path, one above it or one below it. */
    hasRelativeOf: (path: ResponsePath) => stepsToRelative(path) !== undefined,
    /** Whether the set has a path above this one. */
    hasAncestorOf(path: ResponsePath): boolean {
      const steps = stepsToRelative(path);
      return steps !== undefined && steps < path.length;
    },
  };
}

function createNode(): Node {
  return { isMember: false, children: new Map() };
}
