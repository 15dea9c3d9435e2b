import { Agent, request } from 'undici';
import { z } from 'zod';
import { answerPage } from '../../embedded/psp/testing/authentication-page.ts';
import { errorMessage } from '../../platform/errors.ts';
import type { AttemptResult } from './history.ts';
import { MARK_MUTATIONS } from './plan-operations.ts';

/** Sends requests to the router and returns what the client then knows. Never throws. */
export type Api = {
  /** The data of an answer without errors; otherwise undefined. */
  query(token: string, query: string, variables: object): Promise<unknown>;
  mutate(token: string, mutation: Mutation, input: object): Promise<AttemptResult>;
  /** Says yes or no on a page of the customer's bank, which may be away. */
  act(page: string, answer: 'yes' | 'no'): Promise<void>;
  close(): Promise<void>;
};

export type Mutation =
  | (typeof MARK_MUTATIONS)[number]
  | 'writeReview'
  | 'bookRoom'
  | 'cancelBooking'
  | 'registerRoom'
  | 'registerCourse'
  | 'closeRoom'
  | 'reopenRoom'
  | 'deleteRoom';

/** A little longer than the router's own limit for mutations. */
const TIMEOUT_MS = 12_000;
const MIN_RETRY_MS = 200;

const MARKED = '... on TargetMutationSuccess { target { __typename } }';

const FIELDS: Readonly<Record<Mutation, string>> = {
  like: MARKED,
  unlike: MARKED,
  addBookmark: MARKED,
  removeBookmark: MARKED,
  writeReview:
    '... on WriteReviewSuccess { review { id } } ... on ReviewCheckUnavailable { retryAfterSeconds }',
  bookRoom:
    '... on BookRoomSuccess { booking { id } } ... on PaymentUnavailable { retryAfterSeconds } ... on PaymentActionRequired { redirectUrl }',
  cancelBooking: '... on CancelBookingSuccess { booking { id } } ... on BookingNotCancellable { status }',
  registerRoom: '... on RegisterRoomSuccess { room { id } }',
  registerCourse: '... on RegisterCourseSuccess { course { id } }',
  closeRoom: '... on CloseRoomSuccess { room { id } }',
  reopenRoom: '... on ReopenRoomSuccess { room { id } }',
  deleteRoom: '... on DeleteRoomSuccess { roomId } ... on SuppliesUnavailable { retryAfterSeconds }',
};

const answerSchema = z.object({
  data: z.record(
    z.string(),
    z.object({
      __typename: z.string(),
      roomId: z.string().optional(),
      booking: z.object({ id: z.string() }).optional(),
      room: z.object({ id: z.string() }).optional(),
      course: z.object({ id: z.string() }).optional(),
      review: z.object({ id: z.string() }).optional(),
      status: z.string().optional(),
      retryAfterSeconds: z.number().optional(),
      redirectUrl: z.string().optional(),
    }),
  ),
});
const querySchema = z.object({ data: z.unknown(), errors: z.undefined().optional() });
const failureSchema = z.object({
  errors: z.array(z.object({ message: z.string(), extensions: z.object({ code: z.string() }) })).min(1),
});

/** Error codes of invalid requests: a retry cannot succeed, and the plan is wrong. */
const INVALID_REQUEST_CODES: ReadonlySet<string> = new Set([
  'BAD_USER_INPUT',
  'GRAPHQL_PARSE_FAILED',
  'GRAPHQL_VALIDATION_FAILED',
  'UNAUTHENTICATED',
  'FORBIDDEN',
]);

/** @param url returns the address of the router */
export function createApi(url: () => string): Api {
  const agent = new Agent({ connections: 64, pipelining: 1 });

  async function post(token: string, body: string): Promise<unknown> {
    const response = await request(new URL('/graphql', url()), {
      method: 'POST',
      dispatcher: agent,
      headers: { 'content-type': 'application/json', authorization: `Bearer ${token}` },
      body,
      signal: AbortSignal.timeout(TIMEOUT_MS),
    });
    return response.body.json();
  }

  return {
    async query(token, query, variables) {
      try {
        const answered = querySchema.safeParse(await post(token, JSON.stringify({ query, variables })));
        return answered.success ? answered.data.data : undefined;
      } catch {
        return undefined; // no answer
      }
    },
    async mutate(token, mutation, input) {
      const query = `mutation Chaos($input: ${inputOf(mutation)}!) { ${mutation}(input: $input) { __typename ${FIELDS[mutation]} } }`;
      let body: unknown;
      try {
        body = await post(token, JSON.stringify({ query, variables: { input } }));
      } catch (error) {
        return { kind: 'unknown', reason: errorMessage(error) };
      }
      return readAttempt(body, mutation);
    },
    async act(page, answer) {
      const signal = AbortSignal.timeout(TIMEOUT_MS);
      await answerPage(page, answer, { signal }).catch(() => undefined); // it is asked again
    },
    close: () => agent.destroy(),
  };
}

/** The type of a mutation's input. */
function inputOf(mutation: Mutation): string {
  const isMark = MARK_MUTATIONS.some((each) => each === mutation);
  return isMark ? 'TargetMutationInput' : `${mutation.charAt(0).toUpperCase()}${mutation.slice(1)}Input`;
}

function readAttempt(body: unknown, mutation: Mutation): AttemptResult {
  const answered = answerSchema.safeParse(body);
  const answer = answered.success ? answered.data.data[mutation] : undefined;
  if (answer) {
    const { __typename: type, roomId, booking, room, course, review, status } = answer;
    const { retryAfterSeconds, redirectUrl } = answer;
    if (redirectUrl !== undefined) return { kind: 'asked', page: redirectUrl };
    if (retryAfterSeconds !== undefined)
      return { kind: 'later', reason: type, afterMs: Math.max(MIN_RETRY_MS, retryAfterSeconds * 1_000) };
    return {
      kind: 'answer',
      answer: { type, id: booking?.id ?? room?.id ?? course?.id ?? review?.id ?? roomId, status },
    };
  }
  const failed = failureSchema.safeParse(body);
  const [failure] = failed.success ? failed.data.errors : [];
  if (!failure) return { kind: 'unknown', reason: `not understood: ${JSON.stringify(body).slice(0, 300)}` };
  const { code } = failure.extensions;
  if (INVALID_REQUEST_CODES.has(code))
    return { kind: 'answer', answer: { type: `${code}: ${failure.message}` } };
  return { kind: 'unknown', reason: `${code}: ${failure.message}` };
}
