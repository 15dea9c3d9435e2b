import { setTimeout as delay } from 'node:timers/promises';
import { HOUR_MS } from '../../platform/config/duration.ts';
import { unreachable } from '../../platform/decisions/decider.ts';
import type { Api, Mutation } from './api.ts';
import { answeredId, type Completion, type Outcome, type Recorder } from './history.ts';
import type { Plan } from './plan.ts';
import type { Operation, OutsideRefund } from './plan-operations.ts';
import type { ProviderControl } from './provider-control.ts';

type Dependencies = {
  readonly plan: Plan;
  readonly api: Api;
  readonly provider: ProviderControl;
  readonly recorder: Recorder;
  readonly tokenOf: (subject: string) => string;
  /** The ids of the rooms that were registered first. */
  readonly rooms: readonly string[];
  /** The ids of the courses. */
  readonly courses: readonly string[];
  /** When the run's calendar begins. */
  readonly calendarStart: Date;
  /** Waits until it is an operation's turn. */
  readonly turn: (operation: Operation) => Promise<void>;
  readonly signal: AbortSignal;
};

/** An operation that a client sends to the router. */
type ApiOperation = Exclude<Operation, OutsideRefund>;

/** The API request of an operation. */
type Request = {
  readonly mutation: Mutation;
  readonly input: object;
  readonly about: Pick<Outcome, 'roomId' | 'targetId' | 'bookingId' | 'slot'>;
};

/** How long a client retries before it gives up. */
const PATIENCE_MS = 40_000;
const PAUSE_MS = { first: 100, longest: 1_500 } as const;
/** Of the customers whom their bank asks, every so many-th says no. */
const REFUSED_EVERY = 4;
const HALF_HOUR_MS = HOUR_MS / 2;

/** Carries out the operations: the clients in parallel, each with its own operations in sequence. */
export function createClients(dependencies: Dependencies) {
  const { plan, api, provider, recorder, tokenOf, calendarStart, turn, signal } = dependencies;
  const rooms = new Map(dependencies.rooms.map((id, number) => [number, id]));
  const requests = new Map<number, Request>();

  const keyOf = ({ index }: Operation) => `chaos-${plan.seed}-${index}`;

  /** The request of an operation, made once, so that the same key always has the same input. */
  function requestOf(operation: ApiOperation): Request | undefined {
    const made = requests.get(operation.index) ?? makeRequest(operation);
    if (made) requests.set(operation.index, made);
    return made;
  }

  function makeRequest(operation: ApiOperation): Request | undefined {
    const idempotencyKey = keyOf(operation);
    switch (operation.type) {
      case 'book': {
        const roomId = rooms.get(operation.room);
        if (roomId === undefined) return undefined;
        const { paymentMethod } = operation;
        const slot = operation.slot ? slotAt(calendarStart, operation.slot) : undefined;
        const input = { roomId, paymentMethod, idempotencyKey, ...(slot ? { slot } : {}) };
        return { mutation: 'bookRoom', input, about: { roomId, slot } };
      }
      case 'cancel': {
        const bookingId = answeredId(recorder.outcomes().get(operation.booking));
        if (bookingId === undefined) return undefined;
        const input = { id: bookingId, reason: 'chaos', idempotencyKey };
        return { mutation: 'cancelBooking', input, about: { bookingId } };
      }
      case 'register':
        return { mutation: 'registerRoom', input: newRoom(operation.room, idempotencyKey), about: {} };
      case 'close':
      case 'reopen':
      case 'delete': {
        const id = rooms.get(operation.room);
        if (id === undefined) return undefined;
        const mutation = `${operation.type}Room` as const;
        const cancelBookings =
          operation.type === 'delete' ? { cancelBookings: operation.cancelBookings } : {};
        return { mutation, input: { id, idempotencyKey, ...cancelBookings }, about: { roomId: id } };
      }
      case 'mark':
      case 'review': {
        const { type, number } = operation.target;
        const id = type === 'ROOM' ? rooms.get(number) : dependencies.courses[number];
        if (id === undefined) return undefined;
        const input = { target: { type, id }, idempotencyKey };
        const about = { targetId: id };
        if (operation.type === 'mark') return { mutation: operation.mutation, input, about };
        const { rating, index } = operation;
        return { mutation: 'writeReview', input: { ...input, rating, text: `Review ${index}` }, about };
      }
      default:
        return unreachable(operation);
    }
  }

  /** Retries until there is a definite answer or the client's patience ends. */
  async function ask(
    operation: Operation,
    { mutation, input }: Request,
    patienceMs: number,
  ): Promise<Completion> {
    const until = Date.now() + patienceMs;
    let isUnknown = false;
    for (let tries = 1; ; tries += 1) {
      recorder.note({ phase: 'invoke', index: operation.index, try: tries, input });
      const attempt = await api.mutate(tokenOf(operation.client), mutation, input);
      recorder.note({
        phase: attempt.kind === 'answer' ? 'ok' : attempt.kind,
        index: operation.index,
        attempt,
      });
      if (attempt.kind === 'answer') return attempt;
      if (attempt.kind === 'unknown') isUnknown = true;
      const pause = Math.min(PAUSE_MS.first * 2 ** (tries - 1), PAUSE_MS.longest);
      const wait = attempt.kind === 'later' ? Math.min(attempt.afterMs, PAUSE_MS.longest) : pause;
      if (Date.now() + wait > until || signal.aborted) return { kind: isUnknown ? 'unknown' : 'refused' };
      if (attempt.kind === 'asked')
        await api.act(attempt.page, operation.index % REFUSED_EVERY === 0 ? 'no' : 'yes');
      await delay(wait, undefined, { signal }).catch(() => undefined);
    }
  }

  /** Refunds a booking's payment at the provider, once. */
  async function refund(operation: OutsideRefund): Promise<void> {
    const bookingId = answeredId(recorder.outcomes().get(operation.booking));
    const isDone = bookingId !== undefined && (await provider.refund(bookingId, operation.amount));
    const answer = { type: isDone ? 'RefundSuccess' : 'RefundRefused' };
    const completion: Completion = isDone === undefined ? { kind: 'unknown' } : { kind: 'answer', answer };
    const known = { operation, key: keyOf(operation), subject: operation.client, isRepeated: false };
    recorder.note({ phase: 'completed', outcome: { ...known, bookingId, completion } });
  }

  async function perform(operation: Operation, patienceMs: number): Promise<void> {
    if (operation.type === 'refund') return refund(operation);
    const request = requestOf(operation);
    const completion = request ? await ask(operation, request, patienceMs) : ({ kind: 'skipped' } as const);
    const earlier = recorder.outcomes().get(operation.index)?.completion;
    // An attempt without an answer may still have its effect, even if a later one is answered "retry later".
    const kept = completion.kind === 'refused' && earlier?.kind === 'unknown' ? earlier : completion;
    recorder.note({
      phase: 'completed',
      outcome: {
        operation,
        key: keyOf(operation),
        subject: operation.client,
        ...request?.about,
        completion: kept,
        isRepeated: earlier !== undefined,
      },
    });
    const id = operation.type === 'register' && kept.kind === 'answer' ? kept.answer.id : undefined;
    if (operation.type === 'register' && id !== undefined) rooms.set(operation.room, id);
  }

  return {
    /** Runs the whole plan. */
    async run(): Promise<void> {
      const byClient = Map.groupBy(plan.operations, ({ client }) => client);
      await Promise.all(
        [...byClient.values()].map(async (own) => {
          for (const operation of own) {
            await turn(operation);
            if (signal.aborted) return;
            await perform(operation, operation.patience === 'abandons' ? 0 : PATIENCE_MS);
          }
        }),
      );
    },

    /** Repeats what has no definite answer, unless its client never asks again. */
    async askAgain(patienceMs: number): Promise<void> {
      const open = [...recorder.outcomes().values()].filter(
        ({ operation, completion }) =>
          operation.patience === 'persists' &&
          (completion.kind === 'unknown' || completion.kind === 'refused'),
      );
      await inGroups(open, async ({ operation }) => perform(operation, patienceMs));
    },

    /** Repeats a share of the answered bookings, and returns those whose answer changed. */
    async askTwice(
      everyNth: number,
    ): Promise<readonly { readonly outcome: Outcome; readonly now: Completion }[]> {
      const answered = [...recorder.outcomes().values()].filter(
        ({ operation, completion }) => operation.type === 'book' && completion.kind === 'answer',
      );
      const changed: { outcome: Outcome; now: Completion }[] = [];
      await inGroups(
        answered.filter((_, index) => index % everyNth === 0),
        async (outcome) => {
          if (outcome.operation.type === 'refund') return;
          const request = requestOf(outcome.operation);
          if (!request || outcome.completion.kind !== 'answer') return;
          const now = await ask(outcome.operation, request, PATIENCE_MS);
          const { type, id } = outcome.completion.answer;
          // A booking with invalid input was rejected before any decision, so its answer may change.
          if (type === 'InvalidInput') return;
          if (now.kind !== 'answer' || now.answer.type !== type || now.answer.id !== id)
            changed.push({ outcome, now });
        },
      );
      return changed;
    },
  };
}

const GROUP = 16;

async function inGroups<T>(all: readonly T[], work: (each: T) => Promise<void>): Promise<void> {
  for (let from = 0; from < all.length; from += GROUP)
    await Promise.all(all.slice(from, from + GROUP).map(work));
}

/** The input with which a room of the plan is registered. */
export function newRoom(number: number, idempotencyKey: string) {
  return {
    name: `Chaos ${number}`,
    capacity: 4,
    hourlyRate: { amount: 1_000 + number, currency: 'EUR' },
    timeZone: 'Europe/Berlin',
    supplies: [{ name: 'Chair', quantity: 4 }],
    idempotencyKey,
  };
}

/** The input with which a course of the plan is registered. */
export function newCourse(number: number, idempotencyKey: string) {
  return { title: `Chaos ${number}`, stops: [{ name: 'Gate' }], idempotencyKey };
}

function slotAt(
  calendarStart: Date,
  { from, length }: { readonly from: number; readonly length: number },
): { readonly start: string; readonly end: string } {
  const start = calendarStart.getTime() + from * HALF_HOUR_MS;
  return {
    start: new Date(start).toISOString(),
    end: new Date(start + length * HALF_HOUR_MS).toISOString(),
  };
}
