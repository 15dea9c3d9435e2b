import { z } from 'zod';
import { type ServiceClient, ServiceUnavailable } from '../../../platform/subgraph/service-client.ts';
import type { Logger } from '../../../platform/telemetry/logger.ts';
import type { SuppliesService } from '../application/ports.ts';

const MAY_REMOVE = /* GraphQL */ `
  query MayRemove($roomId: ID!) {
    mayRemoveRoomSupplies(roomId: $roomId)
  }
`;

const answer = z.object({ mayRemoveRoomSupplies: z.boolean() });

/** A service that did not answer may be back in a moment. */
const RETRY_AFTER_S = 2;

/** The supplies subgraph's internal field. */
export function createGraphqlSuppliesService(client: ServiceClient, log: Logger): SuppliesService {
  return {
    async mayRemove(roomId, cause) {
      const unavailable = { kind: 'SuppliesUnavailable', retryAfterSeconds: RETRY_AFTER_S } as const;
      const ofCall = log.child({ roomId, correlationId: cause.correlationId });
      try {
        const { mayRemoveRoomSupplies } = answer.parse(await client.call(MAY_REMOVE, { roomId }, cause));
        if (mayRemoveRoomSupplies) return { kind: 'MayRemove' };
        ofCall.warn('supplies does not let the room go yet');
        return unavailable;
      } catch (error) {
        if (!(error instanceof ServiceUnavailable)) throw error;
        ofCall.warn({ err: error }, 'supplies is unavailable');
        return unavailable;
      }
    },
  };
}
