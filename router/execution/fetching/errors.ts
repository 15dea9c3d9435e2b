import type { ExecutionError } from '../../graphql/errors.ts';
import type { LocatePath, ResponsePath } from '../../graphql/json.ts';
import type { SubgraphError } from '../../subgraphs/client.ts';

/** The number of paths that are reported for one error of a subgraph. */
const MAX_PATHS = 20;

/**
 * A subgraph's errors with their paths in the merged data and the subgraph's name, which masking needs. An
 * error without a code gets DOWNSTREAM_SERVICE_ERROR, which is masked.
 *
 * @param locate translates a path in the subgraph's response
 * @param fallback the path of an error that has none
 */
export function locateErrors(
  subgraph: string,
  errors: readonly SubgraphError[],
  locate: LocatePath,
  fallback: ResponsePath,
): readonly ExecutionError[] {
  return errors.flatMap(({ message, path, extensions }) => {
    const located = {
      message: message || `The subgraph "${subgraph}" returned an error without a message`,
      extensions: { code: 'DOWNSTREAM_SERVICE_ERROR', ...extensions, serviceName: subgraph },
    };
    const paths = path ? locate(path).slice(0, MAX_PATHS) : [];
    if (paths.length > 0) return paths.map((each) => ({ ...located, path: each }));
    return [fallback.length > 0 ? { ...located, path: fallback } : located];
  });
}
