import { commonResolvers } from '../../../platform/subgraph/common-resolvers.ts';
import type { Resolvers } from '../schema.generated.ts';
import { booking, customer } from './entities.ts';
import { mutations } from './mutations.ts';
import { queries } from './queries.ts';
import { room } from './room.ts';

export const resolvers: Resolvers = {
  ...commonResolvers,
  Query: queries,
  Mutation: mutations,
  Booking: booking,
  Customer: customer,
  Room: room,
};
