import { GraphQLError, type GraphQLFormattedError } from 'graphql';
import { forbidden } from '../../platform/identity/index.ts';

/** The errors with which a subscription ends. */
type Failure = readonly GraphQLFormattedError[];

/** The same error for data of others and for data that does not exist, so that nobody learns what exists. */
export const NOT_YOURS: Failure = [forbidden('This does not exist, or it is not yours.').toJSON()];

export const TOO_SLOW: Failure = [
  new GraphQLError(
    'Changes came faster than you read them. Subscribe again with `after` set to the last cursor that you received.',
    { extensions: { code: 'SUBSCRIPTION_TOO_SLOW' } },
  ).toJSON(),
];
