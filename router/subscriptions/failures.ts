import { GraphQLError, type GraphQLFormattedError } from 'graphql';
import { forbidden } from '../../platform/identity/index.ts';

/** Why a subscription is ended, as clients are told. */
type Failure = readonly GraphQLFormattedError[];

/** One answer for what is another's and for what there is not. */
export const NOT_YOURS: Failure = [forbidden('This does not exist, or it is not yours to follow.').toJSON()];

export const TOO_SLOW: Failure = [
  new GraphQLError(
    'Changes came faster than you took them. Subscribe again with `after` set to the last cursor that you received.',
    { extensions: { code: 'SUBSCRIPTION_TOO_SLOW' } },
  ).toJSON(),
];
