import type { FormattedExecutionResult } from 'graphql';

/**
 * A graph of several subgraphs, and operations whose answers are compared with those of one single schema.
 */
export type Case = {
  readonly name: string;
  /** The subgraphs by name: their SDL, or that and what they do otherwise than the others. */
  readonly subgraphs: Readonly<Record<string, string | Subgraph>>;
  /** Composed although composition sees that some fields cannot be reached; other composers let that pass. */
  readonly unsatisfiable?: boolean;
  /**
   * The data that all schemas look at, made anew for each run of an operation, so that mutations do not meet.
   */
  readonly data: () => Data;
  /** How fields are resolved where reading the property is not enough: in every schema that has the field. */
  readonly resolvers?: Resolvers;
  /** The single schema. Without it: the API schema of the composed graph, and the case's resolvers. */
  readonly single?: { readonly sdl?: string; readonly resolvers?: Resolvers };
  readonly operations: readonly Operation[];
};

export type Subgraph = {
  readonly sdl: string;
  readonly resolvers?: Resolvers;
  /** Written for Federation 1: nothing is imported into its schema. */
  readonly federation1?: boolean;
  /** Whether it is away: every request to it fails. */
  readonly away?: boolean;
  /** The entities that it knows, for references; without it all of the data. */
  readonly knows?: (entity: Item) => boolean;
  /** What it says instead of its right answers, for one that keeps to no schema. */
  readonly says?: (right: FormattedExecutionResult) => unknown;
};

export type Operation = {
  /** What is looked at; the name of the test. */
  readonly name: string;
  readonly query: string;
  readonly variables?: Readonly<Record<string, unknown>>;
  /** The right answer where a single schema cannot give it, such as when a subgraph is away. */
  readonly answer?: Answer;
};

/** What a client gets. */
export type Answer = {
  readonly data: unknown;
  /** Of each error its path, joined by dots, sorted; `-` for one without. */
  readonly errors?: readonly string[];
};

/** An object of the data. `__typename` tells entities and members of abstract types. */
export type Item = { readonly __typename?: string; readonly [field: string]: unknown };

/** Entities, found by references and by root fields. */
export type Data = {
  readonly entities: readonly Item[];
  /** For mutations: what was done, in its order. */
  readonly log?: string[];
  /** The values of root fields that just give something. */
  readonly root?: Readonly<Record<string, unknown>>;
};

/**
 * A function of what a field is read from, its arguments and the data; a case names the shapes that it made.
 */
export type Resolver = { resolve(source: Item, args: Item, data: Data): unknown }['resolve'];

/** By type, then by field. */
export type Resolvers = Readonly<Record<string, Readonly<Record<string, Resolver>>>>;
