import { z } from 'zod';
import { unreachable } from '../../../platform/decisions/decision.ts';
import type { Guard, Turnstile, Verdict } from '../../../platform/resilience/index.ts';
import { type ServiceClient, ServiceUnavailable } from '../../../platform/subgraph/index.ts';
import type { Logger } from '../../../platform/telemetry/logger.ts';
import type { Authorization, PaymentService, PaymentUnavailable } from '../application/ports.ts';

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
type Answer = z.infer<typeof answer>['authorizePayment'] | { readonly __typename: 'NoAnswer' };

type Request = Parameters<PaymentService['authorize']>[0];

type Dependencies = {
  readonly client: ServiceClient;
  /** Stands before payment. An authorisation may be asked for again: payment makes one for each booking. */
  readonly guard: Guard;
  /** Lets in as many bookings as can be paid in good time. */
  readonly turnstile: Turnstile;
  /** How long a customer may wait in all, for the turn and for payment's answer, in milliseconds. */
  readonly deadlineMs: number;
  readonly log: Logger;
};

/** The payment subgraph's internal field, behind a guard. */
export function createGraphqlPaymentService({
  client,
  guard,
  turnstile,
  deadlineMs,
  log,
}: Dependencies): PaymentService {
  const unavailable = (retryAfterSeconds = guard.retryAfterSeconds()): PaymentUnavailable => ({
    kind: 'PaymentUnavailable',
    retryAfterSeconds,
  });

  async function ask({ cause, waitedMs: _, ...input }: Request): Promise<Answer> {
    try {
      return answer.parse(await client.call(AUTHORIZE, { input }, cause)).authorizePayment;
    } catch (error) {
      if (!(error instanceof ServiceUnavailable)) throw error;
      const { bookingId } = input;
      log.warn({ err: error, bookingId, correlationId: cause.correlationId }, 'payment gave no answer');
      return { __typename: 'NoAnswer' };
    }
  }

  return {
    async enter() {
      if (guard.places() === 0) return unavailable();
      const since = performance.now();
      const pass = await turnstile.enter();
      const waitedMs = performance.now() - since;
      if (pass && guard.places() > 0) return { kind: 'Admitted', waitedMs, leave: () => pass.leave(true) };
      pass?.leave(false);
      return unavailable();
    },

    async authorize(request): Promise<Authorization> {
      const signal = AbortSignal.timeout(Math.max(0, Math.ceil(deadlineMs - request.waitedMs)));
      const guarded = await guard.run({ attempt: () => ask(request), judge, signal });
      if (guard.places() === 0) turnstile.sendAway();
      if (guarded.kind !== 'answered') {
        const { bookingId, cause } = request;
        log.warn(
          { kind: guarded.kind, bookingId, correlationId: cause.correlationId },
          'payment was given up',
        );
        return unavailable();
      }
      switch (guarded.answer.__typename) {
        case 'AuthorizationGranted':
          return { kind: 'Authorized' };
        case 'AuthorizationDeclined':
          return { kind: 'PaymentDeclined', declineCode: guarded.answer.declineCode };
        case 'PaymentMethodUnknown':
          return { kind: 'PaymentMethodUnknown' };
        case 'AuthorizationUnavailable':
          return unavailable(Math.max(guarded.answer.retryAfterSeconds, guard.retryAfterSeconds()));
        case 'NoAnswer':
          return unavailable();
        default:
          return unreachable(guarded.answer);
      }
    },
  };
}

function judge({ __typename }: Answer): Verdict {
  switch (__typename) {
    case 'AuthorizationGranted':
    case 'AuthorizationDeclined':
    case 'PaymentMethodUnknown':
      return 'well';
    case 'AuthorizationUnavailable':
      // Payment has tried for as long as it makes sense.
      return 'failing';
    case 'NoAnswer':
      return 'try-again';
    default:
      return unreachable(__typename);
  }
}
