import { DateTimeScalar } from '../../../platform/subgraph/index.ts';
import type { Resolvers } from '../schema.generated.ts';
import { mutations } from './mutations.ts';
import { queries, room } from './queries.ts';

export const resolvers: Resolvers = {
  DateTime: DateTimeScalar,
  Query: queries,
  Mutation: mutations,
  Room: room,
};
