import { z } from 'zod';
import { unreachable } from '../../../platform/decisions/decider.ts';
import type { ConcurrencyLimit } from '../../../platform/resilience/concurrency-limit.ts';
import type { ResiliencePolicy, Verdict } from '../../../platform/resilience/policy.ts';
import {
  RequestRefused,
  type ServiceClient,
  ServiceUnavailable,
} from '../../../platform/subgraph/service-client.ts';
import type { Logger } from '../../../platform/telemetry/logger.ts';
import {
  type Authorization,
  type AuthorizationRequest,
  PAYMENT_STATUSES,
  type PaymentService,
  type PaymentSummary,
  type PaymentUnavailable,
} from '../application/ports.ts';

const OUTCOME = /* GraphQL */ `
  __typename
  ... on AuthorizationGranted { paymentId }
  ... on AuthorizationActionRequired { clientSecret redirectUrl }
  ... on AuthorizationDeclined { declineCode }
  ... on AuthorizationRefused { code }
  ... on AuthorizationUnavailable { retryAfterSeconds }
`;
const AUTHORIZE = /* GraphQL */ `
  mutation Authorize($input: AuthorizePaymentInput!) {
    outcome: authorizePayment(input: $input) { ${OUTCOME} }
  }
`;
const CONFIRM = /* GraphQL */ `
  mutation Confirm($input: ConfirmAuthorizationInput!) {
    outcome: confirmAuthorization(input: $input) { ${OUTCOME} }
  }
`;

const FIND = /* GraphQL */ `
  query Find($bookingId: ID!) {
    payment: paymentOfBooking(bookingId: $bookingId) { id status }
  }
`;

const found = z.object({
  payment: z.object({ id: z.string(), status: z.enum(PAYMENT_STATUSES) }).nullable(),
});

const answer = z.object({
  outcome: z.discriminatedUnion('__typename', [
    z.object({ __typename: z.literal('AuthorizationGranted'), paymentId: z.string() }),
    z.object({
      __typename: z.literal('AuthorizationActionRequired'),
      clientSecret: z.string(),
      redirectUrl: z.string().nullable(),
    }),
    z.object({ __typename: z.literal('AuthorizationDeclined'), declineCode: z.string() }),
    z.object({ __typename: z.literal('AuthorizationRefused'), code: z.string() }),
    z.object({ __typename: z.literal('AuthorizationUnavailable'), retryAfterSeconds: z.int() }),
    z.object({ __typename: z.literal('PaymentMethodUnknown') }),
  ]),
});
type Answer = z.infer<typeof answer>['outcome'] | { readonly __typename: 'NoAnswer' };

/** A request to payment about a booking. */
type Question = Pick<AuthorizationRequest, 'bookingId' | 'cause'> & {
  readonly document: string;
  readonly variables: Readonly<Record<string, unknown>>;
  readonly classify: (answer: Answer) => Verdict;
};

type Dependencies = {
  readonly client: ServiceClient;
  /** Authorisations may be retried: payment makes one for each booking. */
  readonly policy: ResiliencePolicy;
  /** Admits as many bookings at a time as are paid within the latency target. */
  readonly concurrencyLimit: ConcurrencyLimit;
  /** The longest time of a booking, waiting for a permit and for payment's answer, in milliseconds. */
  readonly deadlineMs: number;
  readonly log: Logger;
};

/**
 * Authorises payments through the payment subgraph's internal field, within a concurrency limit and a
 * resilience policy.
 */
export function createGraphqlPaymentService({
  client,
  policy,
  concurrencyLimit,
  deadlineMs,
  log,
}: Dependencies): PaymentService {
  const unavailable = (retryAfterSeconds = policy.retryAfterSeconds()): PaymentUnavailable => ({
    kind: 'PaymentUnavailable',
    retryAfterSeconds,
  });

  async function send({ document, variables, bookingId, cause }: Question): Promise<Answer> {
    try {
      return answer.parse(await client.call(document, variables, cause)).outcome;
    } catch (error) {
      if (error instanceof RequestRefused) {
        log.error(
          { err: error, bookingId, correlationId: cause.correlationId },
          'payment refused the request',
        );
        return { __typename: 'AuthorizationRefused', code: 'bad_request' };
      }
      noteSilence(error, { bookingId, cause });
      return { __typename: 'NoAnswer' };
    }
  }

  /** @param waitedMs the part of the time limit that the wait for a permit has used, in milliseconds */
  async function ask(question: Question, waitedMs: number): Promise<Authorization> {
    const late = new AbortController();
    const timer = setTimeout(() => late.abort(), Math.max(0, Math.ceil(deadlineMs - waitedMs)));
    const { classify } = question;
    const result = await policy
      .run({ attempt: () => send(question), classify, signal: late.signal })
      .finally(() => clearTimeout(timer));
    if (policy.availablePermits() === 0) concurrencyLimit.rejectWaiting();
    if (result.kind !== 'answered') {
      const { bookingId, cause } = question;
      log.warn(
        { kind: result.kind, bookingId, correlationId: cause.correlationId },
        'the call to payment was abandoned',
      );
      return unavailable();
    }
    switch (result.answer.__typename) {
      case 'AuthorizationGranted':
        return { kind: 'Authorized', paymentId: result.answer.paymentId };
      case 'AuthorizationActionRequired': {
        const { clientSecret, redirectUrl } = result.answer;
        return { kind: 'ActionRequired', clientSecret, redirectUrl };
      }
      case 'AuthorizationDeclined':
        return { kind: 'PaymentDeclined', declineCode: result.answer.declineCode };
      case 'AuthorizationRefused':
        return { kind: 'PaymentRefused', code: result.answer.code };
      case 'PaymentMethodUnknown':
        return { kind: 'PaymentMethodUnknown' };
      case 'AuthorizationUnavailable':
        return unavailable(Math.max(result.answer.retryAfterSeconds, policy.retryAfterSeconds()));
      case 'NoAnswer':
        return unavailable();
      default:
        return unreachable(result.answer);
    }
  }

  /** Undefined without an answer. */
  async function read({ bookingId, cause }: Pick<Question, 'bookingId' | 'cause'>) {
    try {
      return found.parse(await client.call(FIND, { bookingId }, cause));
    } catch (error) {
      noteSilence(error, { bookingId, cause });
      return undefined;
    }
  }

  /** Logs that there is no answer. Throws every other error. */
  function noteSilence(error: unknown, { bookingId, cause }: Pick<Question, 'bookingId' | 'cause'>): void {
    if (!(error instanceof ServiceUnavailable)) throw error;
    log.warn({ err: error, bookingId, correlationId: cause.correlationId }, 'payment gave no answer');
  }

  const authorize = ({ cause, ...input }: AuthorizationRequest, waitedMs: number) =>
    ask({ document: AUTHORIZE, variables: { input }, bookingId: input.bookingId, cause, classify }, waitedMs);

  return {
    async acquire(customerId) {
      if (policy.availablePermits() === 0) return unavailable();
      const since = performance.now();
      const permit = await concurrencyLimit.acquire(customerId);
      const waitedMs = performance.now() - since;
      if (permit && policy.availablePermits() > 0)
        return {
          kind: 'Admitted',
          authorize: (request) => authorize(request, waitedMs),
          release: () => permit.release(true),
        };
      permit?.release(false);
      return unavailable();
    },

    authorize: (request) => authorize(request, 0),

    confirm: ({ bookingId, cause }) =>
      ask(
        {
          document: CONFIRM,
          variables: { input: { bookingId } },
          bookingId,
          cause,
          classify: classifyConfirmation,
        },
        0,
      ),

    async find(question): Promise<PaymentSummary | PaymentUnavailable | undefined> {
      const result = await policy.run({
        attempt: () => read(question),
        classify: (told) => (told ? 'ok' : 'retryable'),
      });
      if (result.kind !== 'answered' || !result.answer) return unavailable();
      return result.answer.payment ?? undefined;
    },
  };
}

function classify({ __typename }: Answer): Verdict {
  switch (__typename) {
    case 'AuthorizationGranted':
    case 'AuthorizationActionRequired':
    case 'AuthorizationDeclined':
    case 'AuthorizationRefused':
    case 'PaymentMethodUnknown':
      return 'ok';
    case 'AuthorizationUnavailable':
      // Payment has tried for as long as it makes sense.
      return 'failing';
    case 'NoAnswer':
      return 'retryable';
    default:
      return unreachable(__typename);
  }
}

/**
 * Whoever asks about a payment that is over gets `AuthorizationUnavailable`: that is no failure of payment.
 */
function classifyConfirmation(answer: Answer): Verdict {
  return answer.__typename === 'AuthorizationUnavailable' ? 'ok' : classify(answer);
}
