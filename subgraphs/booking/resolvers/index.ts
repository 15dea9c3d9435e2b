import { DateTimeScalar } from '../../../platform/subgraph/arguments.ts';
import type { Resolvers } from '../schema.generated.ts';
import { booking, customer, room } from './entities.ts';
import { mutations } from './mutations.ts';
import { queries } from './queries.ts';

export const resolvers: Resolvers = {
  DateTime: DateTimeScalar,
  Query: queries,
  Mutation: mutations,
  Booking: booking,
  Customer: customer,
  Room: room,
};
