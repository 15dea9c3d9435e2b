import {
  GraphQLError,
  type GraphQLFieldResolver,
  type GraphQLSchema,
  getNamedType,
  isObjectType,
  isUnionType,
} from 'graphql';
import type { Surroundings } from './surroundings.ts';

/** When another attempt makes sense, in seconds. */
export const RETRY_AFTER_S = 5;

/**
 * Makes every mutation of a schema refuse its work, before it has begun, while the disk of the service's
 * stores is nearly full. A mutation whose result has an outcome for that (`…Unavailable`, with
 * `retryAfterSeconds`) returns it, the others fail as an unavailable service does. Nothing is changed, and
 * the idempotency key stays free.
 */
export function refuseChanges(
  schema: GraphQLSchema,
  { service, space }: Pick<Surroundings, 'service' | 'space'>,
): void {
  for (const field of Object.values(schema.getMutationType()?.getFields() ?? {})) {
    const { resolve, type } = field;
    if (!resolve) continue;
    const outcome = unavailableOutcome(getNamedType(type));
    const refusing: GraphQLFieldResolver<unknown, unknown> = (...all) => {
      if (!space.isLow()) return resolve(...all);
      if (outcome === undefined)
        throw unavailable(service, 'its disk is nearly full, and nothing has changed');
      return { __typename: outcome, message: REFUSED, retryAfterSeconds: RETRY_AFTER_S };
    };
    field.resolve = refusing;
  }
}

const REFUSED = `The disk is nearly full, and nothing has changed: try again in ${RETRY_AFTER_S} s.`;

/** The error of a service that cannot work now. */
export function unavailable(service: string, reason: string): GraphQLError {
  return new GraphQLError(`The subgraph "${service}" is unavailable: ${reason}.`, {
    extensions: {
      code: 'SUBGRAPH_UNAVAILABLE',
      subgraph: service,
      serviceName: service,
      retryAfterSeconds: RETRY_AFTER_S,
    },
  });
}

/** The name of the outcome that a service is unavailable and when to try again; undefined without one. */
function unavailableOutcome(result: ReturnType<typeof getNamedType>): string | undefined {
  const outcomes = isUnionType(result) ? result.getTypes() : isObjectType(result) ? [result] : [];
  return outcomes.find((each) => each.name.endsWith('Unavailable') && 'retryAfterSeconds' in each.getFields())
    ?.name;
}
