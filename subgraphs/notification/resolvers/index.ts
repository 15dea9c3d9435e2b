import { commonResolvers } from '../../../platform/subgraph/common-resolvers.ts';
import type { Resolvers } from '../schema.generated.ts';
import { customer, message } from './entities.ts';
import { mutations } from './mutations.ts';
import { queries } from './queries.ts';

export const resolvers: Resolvers = {
  ...commonResolvers,
  Query: queries,
  Mutation: mutations,
  Customer: customer,
  Message: message,
};
