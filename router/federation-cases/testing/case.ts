import type { FormattedExecutionResult } from 'graphql';

/**
 * A graph of several subgraphs, and operations whose responses are compared with those of a single schema.
 */
export type Case = {
  readonly name: string;
  /** The subgraphs by name: their SDL, or a description when they differ from the others in more. */
  readonly subgraphs: Readonly<Record<string, string | Subgraph>>;
  /** Whether the graph is composed although some fields cannot be reached, as other composers do. */
  readonly unsatisfiable?: boolean;
  /**
   * The data of all schemas. It is created for each execution, so that mutations do not affect each other.
   */
  readonly data: () => Data;
  /** Resolvers of fields that are no plain properties, for every schema that has the field. */
  readonly resolvers?: Resolvers;
  /** The single schema. By default the API schema of the composed graph with the case's resolvers. */
  readonly single?: { readonly sdl?: string; readonly resolvers?: Resolvers };
  readonly operations: readonly Operation[];
};

export type Subgraph = {
  readonly sdl: string;
  readonly resolvers?: Resolvers;
  /** Whether it is written for Federation 1: nothing is imported into its schema. */
  readonly federation1?: boolean;
  /** Whether every request to it fails. */
  readonly isUnavailable?: boolean;
  /** Whether it has an entity, for references. By default it has all of the data. */
  readonly hasEntity?: (entity: Item) => boolean;
  /** Replaces its response, for a subgraph that violates its schema. */
  readonly rewrite?: (response: FormattedExecutionResult) => unknown;
};

export type Operation = {
  /** The name of the test. */
  readonly name: string;
  readonly query: string;
  readonly variables?: Readonly<Record<string, unknown>>;
  /** The expected response when a single schema cannot give it, such as when a subgraph is unavailable. */
  readonly expected?: Response;
};

/** The parts of a response that are compared. */
export type Response = {
  readonly data: unknown;
  /** The path of each error, joined by dots, sorted; `-` for an error without a path. */
  readonly errors?: readonly string[];
};

/** An object of the data. Entities and members of abstract types have a `__typename`. */
export type Item = { readonly __typename?: string; readonly [field: string]: unknown };

/** The data of a case. Entities are found by references and by root fields. */
export type Data = {
  readonly entities: readonly Item[];
  /** The effects of mutations, in order. */
  readonly log?: string[];
  /** The values of root fields without a resolver. */
  readonly root?: Readonly<Record<string, unknown>>;
};

/** Resolves a field from its parent, its arguments and the data. A case declares the types that it needs. */
export type Resolver = { resolve(source: Item, args: Item, data: Data): unknown }['resolve'];

/** Resolvers by type and field. */
export type Resolvers = Readonly<Record<string, Readonly<Record<string, Resolver>>>>;
