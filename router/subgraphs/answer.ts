import type { OperationContext } from '../context.ts';
import type { JsonObject } from '../graphql/json.ts';

export type SubgraphRequest = {
  /** A GraphQL request as JSON. */
  readonly body: string;
  /** Work that changes something is neither repeated nor broken off. */
  readonly isMutation: boolean;
};

/** What asking a subgraph came to. */
export type SubgraphAnswer =
  | {
      readonly kind: 'answered';
      readonly data: JsonObject | null;
      readonly errors: readonly SubgraphError[];
      /** It is known that no text in the data needs escaping in JSON. */
      readonly isPlain?: boolean;
    }
  /** It cannot be reached, is too late, or says something that is not GraphQL. */
  | { readonly kind: 'unavailable'; readonly reason: string; readonly cause: unknown };

/** An error as a subgraph wrote it: of its shape only what was checked is known. */
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
) => Promise<SubgraphAnswer>;
