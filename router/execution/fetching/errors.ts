import type { ExecutionError } from '../../graphql/errors.ts';
import type { ResponsePath } from '../../graphql/json.ts';
import type { SubgraphError } from '../../subgraphs/answer.ts';

/** One mistake of a subgraph may concern many places of an answer; so many of them are named. */
const MOST_PLACES = 20;

/** Where among the merged answers a subgraph's path lies; none when it cannot be said. */
export type Locate = (path: ResponsePath) => readonly ResponsePath[];

/**
 * A subgraph's errors with their places among the merged answers, and the subgraph's name for whoever masks them. An error without a code of its own gets one that is masked.
 *
 * @param fallback the place for an error that does not say its own
 */
export function placeErrors(
  subgraph: string,
  errors: readonly SubgraphError[],
  locate: Locate,
  fallback: ResponsePath,
): readonly ExecutionError[] {
  return errors.flatMap(({ message, path, extensions }) => {
    const placed = {
      message: message || `Error while asking the subgraph "${subgraph}"`,
      extensions: { code: 'DOWNSTREAM_SERVICE_ERROR', ...extensions, serviceName: subgraph },
    };
    const places = path ? locate(path).slice(0, MOST_PLACES) : [];
    if (places.length > 0) return places.map((place) => ({ ...placed, path: place }));
    return [fallback.length > 0 ? { ...placed, path: fallback } : placed];
  });
}
