import type { ExecutionError } from '../../graphql/errors.ts';
import type { JsonObject, ResponsePath } from '../../graphql/json.ts';
import type { Failure, Run } from '../state.ts';
import { createPlaces, type Places } from './path-set.ts';

/** So many errors tell of one unavailable subgraph, and as many in all of values that the schema does not allow. */
const MOST_TOLD = 20;

/** Where in the client's answer a place of the merged answers is. */
export type Locate = (path: ResponsePath) => readonly ResponsePath[];

/**
 * Writes one value as JSON text; undefined when there must be no null here but nothing else could be written: the null
 * goes up. The path up to `depth` is the value's own.
 */
export type Write = (value: unknown, shaping: Shaping, depth: number) => string | undefined;

/** The making of one answer's text. */
export type Shaping = {
  readonly run: Run;
  /** Only as much of it counts as the depth says. */
  readonly path: (string | number)[];
  faults: number;
  /** Undefined while no subgraph has told of an error. */
  readonly broken: Broken | undefined;
};

/** What became of the places that subgraphs tell errors of. */
type Broken = {
  /** How many errors there were before the answer was written. */
  readonly told: number;
  /** Where nulls were met. */
  readonly nulls: Places;
  /** What became null because of a null below; what comes after that one is not written. */
  readonly ended: Places;
};

export function createShaping(run: Run): Shaping {
  const told = run.errors.length;
  const broken = told > 0 ? { told, nulls: createPlaces(), ended: createPlaces() } : undefined;
  return { run, path: [], faults: 0, broken };
}

/** Writes a null. */
export function writeNull({ broken, path }: Shaping, depth: number): 'null' {
  broken?.nulls.add(path.slice(0, depth));
  return 'null';
}

/** Writes null for what a null below has taken away. */
export function writeEnded({ broken, path }: Shaping, depth: number): 'null' {
  broken?.ended.add(path.slice(0, depth));
  return 'null';
}

/**
 * Takes away the errors of what was not come to, because a null before it had gone up: one server that answers all of the
 * operation stops there too, and tells one error for what became null.
 */
export function dropUnmet({ broken, run }: Shaping): void {
  if (!broken) return;
  const { told, nulls, ended } = broken;
  const met = run.errors.filter(
    ({ path }, at) => at >= told || !path || !ended.cover(path) || nulls.touch(path),
  );
  if (met.length < run.errors.length) run.errors.splice(0, run.errors.length, ...met);
}

/** The place of the value that is being written. */
function here({ path }: Shaping, depth: number): ResponsePath {
  return path.slice(0, depth);
}

/** Notes a value that the schema does not allow. What it is stays inside. */
export function noteFault(shaping: Shaping, depth: number, message: string): void {
  shaping.faults += 1;
  if (shaping.faults > MOST_TOLD) return;
  shaping.run.errors.push({
    message,
    path: here(shaping, depth),
    extensions: { code: 'INTERNAL_SERVER_ERROR' },
  });
}

/**
 * Notes a null where there may be none, unless an error at, above or below the place says why. What never came may also have
 * gone with a field beside it: a null below that took away all that a subgraph gave of the object.
 */
export function noteNull(shaping: Shaping, depth: number, label: string, isMissing: boolean): void {
  const isExplained = (path: ResponsePath): boolean => {
    if (!shaping.run.errors.some((error) => error.path && explains(error.path, path))) return false;
    shaping.broken?.nulls.add(path);
    return true;
  };
  if (isExplained(here(shaping, depth)) || (isMissing && isExplained(here(shaping, depth - 1)))) return;
  noteFault(shaping, depth, `Cannot return null for non-nullable field ${label}.`);
}

/**
 * Notes that a field's value never came. When a subgraph that could not be asked is behind it, says so; else it is a
 * null like any other.
 *
 * @returns whether the reason is known
 */
export function noteMissing(shaping: Shaping, depth: number, object: JsonObject): boolean {
  const [failure] = shaping.run.failures?.get(object) ?? [];
  if (!failure) return false;
  if (failure.told < MOST_TOLD) shaping.run.errors.push(unavailable(failure, here(shaping, depth)));
  failure.told += 1;
  return true;
}

/** Every failure is told, also when a null that went up hides all that it concerns. */
export function tellFailures({ errors, failures }: Run, locate: Locate): void {
  if (!failures) return;
  for (const failure of new Set([...failures.values()].flat())) {
    if (failure.told === 0) errors.push(unavailable(failure, locate(failure.path)[0] ?? []));
  }
}

function unavailable({ subgraph, reason, cause }: Failure, path: ResponsePath): ExecutionError {
  return {
    message: `The subgraph "${subgraph}" is not available now: ${reason}.`,
    ...(path.length > 0 ? { path } : {}),
    extensions: { code: 'SUBGRAPH_UNAVAILABLE', subgraph, serviceName: subgraph },
    ...(cause === undefined ? {} : { cause }),
  };
}

function explains(path: ResponsePath, place: ResponsePath): boolean {
  const length = Math.min(path.length, place.length);
  for (let index = 0; index < length; index += 1) if (path[index] !== place[index]) return false;
  return true;
}
