import type { OperationContext } from '../context.ts';
import type { JsonObject } from '../graphql/json.ts';

export type SubgraphRequest = {
  /** A GraphQL request as JSON. */
  readonly body: string;
  /** Mutations are neither retried nor aborted. */
  readonly isMutation: boolean;
};

/** The result of a request to a subgraph. */
export type SubgraphResponse =
  | {
      readonly kind: 'response';
      readonly data: JsonObject | null;
      readonly errors: readonly SubgraphError[];
      /** No string in the data needs escaping in JSON. */
      readonly isPlain?: boolean;
    }
  /** The subgraph cannot be reached, times out, or does not respond with GraphQL. */
  | { readonly kind: 'unavailable'; readonly reason: string; readonly cause: unknown };

/** An error from a subgraph, with its fields validated. */
export type SubgraphError = {
  readonly message: string;
  readonly path: readonly (string | number)[] | undefined;
  readonly extensions: Readonly<Record<string, unknown>>;
};

/** Asks a subgraph by its name. */
export type Send = (
  subgraph: string,
  request: SubgraphRequest,
  context: OperationContext,
) => Promise<SubgraphResponse>;
