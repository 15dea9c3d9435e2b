import { z } from 'zod';
import { type ServiceClient, ServiceUnavailable } from '../../../platform/subgraph/index.ts';
import type { Logger } from '../../../platform/telemetry/logger.ts';
import type { Authorization, PaymentService } from '../application/ports.ts';

const AUTHORIZE = /* GraphQL */ `
  mutation Authorize($input: AuthorizePaymentInput!) {
    authorizePayment(input: $input) {
      __typename
      ... on AuthorizationDeclined { declineCode }
      ... on AuthorizationUnavailable { retryAfterSeconds }
    }
  }
`;

const answer = z.object({
  authorizePayment: z.discriminatedUnion('__typename', [
    z.object({ __typename: z.literal('AuthorizationGranted') }),
    z.object({ __typename: z.literal('AuthorizationDeclined'), declineCode: z.string() }),
    z.object({ __typename: z.literal('AuthorizationUnavailable'), retryAfterSeconds: z.int() }),
    z.object({ __typename: z.literal('PaymentMethodUnknown') }),
  ]),
});

/** A service that did not answer may be back in a moment. */
const RETRY_AFTER_S = 2;

/** The payment subgraph's internal field. */
export function createGraphqlPaymentService(client: ServiceClient, log: Logger): PaymentService {
  return {
    async authorize({ bookingId, customerId, amount, paymentMethod, cause }): Promise<Authorization> {
      try {
        const data = await client.call(
          AUTHORIZE,
          { input: { bookingId, customerId, amount, paymentMethod } },
          cause,
        );
        const { authorizePayment } = answer.parse(data);
        switch (authorizePayment.__typename) {
          case 'AuthorizationGranted':
            return { kind: 'Authorized' };
          case 'AuthorizationDeclined':
            return { kind: 'PaymentDeclined', declineCode: authorizePayment.declineCode };
          case 'PaymentMethodUnknown':
            return { kind: 'PaymentMethodUnknown' };
          case 'AuthorizationUnavailable':
            return { kind: 'PaymentUnavailable', retryAfterSeconds: authorizePayment.retryAfterSeconds };
        }
      } catch (error) {
        if (!(error instanceof ServiceUnavailable)) throw error;
        log.warn({ err: error, bookingId, correlationId: cause.correlationId }, 'payment is unavailable');
        return { kind: 'PaymentUnavailable', retryAfterSeconds: RETRY_AFTER_S };
      }
    },
  };
}
