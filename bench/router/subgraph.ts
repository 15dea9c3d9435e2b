import type { buildSubgraphSchema } from '@apollo/subgraph';

type SchemaModule = Extract<Parameters<typeof buildSubgraphSchema>[0], { resolvers?: unknown }>;

/** A subgraph that answers from memory. */
export type SubgraphDefinition = {
  readonly name: string;
  readonly sdl: string;
  readonly resolvers: NonNullable<SchemaModule['resolvers']>;
};
