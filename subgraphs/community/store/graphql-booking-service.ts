import { z } from 'zod';
import type { ResiliencePolicy } from '../../../platform/resilience/policy.ts';
import { type ServiceClient, ServiceUnavailable } from '../../../platform/subgraph/service-client.ts';
import type { Logger } from '../../../platform/telemetry/logger.ts';
import type { BookingService } from '../application/ports.ts';

const MAY_REVIEW = /* GraphQL */ `
  query MayReview($customerId: ID!, $roomId: ID!) {
    mayReviewRoom(customerId: $customerId, roomId: $roomId)
  }
`;

const answer = z.object({ mayReviewRoom: z.boolean() });

/** The booking subgraph's internal field, within a resilience policy. */
export function createGraphqlBookingService(parts: {
  readonly client: ServiceClient;
  readonly policy: ResiliencePolicy;
  readonly log: Logger;
}): BookingService {
  const { client, policy, log } = parts;
  return {
    async mayReviewRoom(question, cause) {
      const ofCall = log.child({ roomId: question.roomId, correlationId: cause.correlationId });

      /** Undefined: no answer. */
      async function ask(): Promise<boolean | undefined> {
        try {
          return answer.parse(await client.call(MAY_REVIEW, question, cause)).mayReviewRoom;
        } catch (error) {
          if (!(error instanceof ServiceUnavailable)) throw error;
          ofCall.warn({ err: error }, 'booking gave no answer');
          return undefined;
        }
      }

      const result = await policy.run({
        attempt: ask,
        classify: (mayReview) => (mayReview === undefined ? 'retryable' : 'ok'),
      });
      if (result.kind === 'answered' && result.answer !== undefined)
        return { kind: result.answer ? 'Allowed' : 'ReviewNotAllowed' };
      if (result.kind !== 'answered') ofCall.warn({ kind: result.kind }, 'the call to booking was abandoned');
      return { kind: 'ReviewCheckUnavailable', retryAfterSeconds: policy.retryAfterSeconds() };
    },
  };
}
