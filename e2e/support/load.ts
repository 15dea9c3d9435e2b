import { randomUUID } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import { expect } from 'vitest';
import { openIssuer } from '../../embedded/issuer.ts';
import type { TestInstance } from '../../embedded/testing.ts';
import { createClient } from '../../examples/client.ts';
import {
  BookRoomDocument,
  CancelBookingDocument,
  RoomsDocument,
} from '../../examples/documents.generated.ts';
import type { Role } from '../../platform/identity/identity.ts';
import { eventually } from '../../platform/testing/eventually.ts';
import { audit } from '../../tools/audit/audit.ts';
import { type Followed, follow } from './failover.ts';
import { givenBookableRoom, slotIn } from './instance.ts';
import { bookingsOf } from './my-bookings.ts';
import { createPersistentClient, type PersistentClient } from './persistent-client.ts';
import { expectUnbroken, FOLLOW_STATUS, type StatusChange } from './status-changes.ts';

/** For tests with faults on a small machine: they are about what is kept, not about speed. */
export const PATIENCE = {
  PAYMENT_TIMEOUT: '6s',
  PAYMENT_BUDGET: '6s',
  PROVIDER_TIMEOUT: '5s',
  PROVIDER_BUDGET: '5s',
  QUERY_TIMEOUT: '10s',
};

/** Customers at work, and a subscriber, whose client repeats what failed with the same idempotency key. */
export type Load = {
  /** The requests that were answered so far. */
  requests(): number;
  /** Waits until so many more were answered. */
  untilMore(requests: number): Promise<void>;
  /** The longest time between two live changes from now on, and the function that tells it. */
  watchPause(): () => number;
  /**
   * Ends the load, and expects that nothing was lost, doubled or refused, that live changes came without a
   * gap, and that the auditor finds nothing. Returns what happened, to print.
   */
  end(): Promise<string>;
};

/** The pause before each round of a customer and of the subscriber, in milliseconds. */
const PAUSE_MS = 600;
const SETTLED_MS = 60_000;

type Customer = {
  readonly asking: PersistentClient;
  readonly roomId: string;
  readonly accepted: string[];
  readonly cancelled: Set<string>;
  readonly refused: unknown[];
};

/** @param urls the addresses of the routers that clients use; more may be added to it */
export async function startLoad(
  instance: TestInstance,
  { customers = 4, urls = [instance.url] }: { customers?: number; urls?: readonly string[] } = {},
): Promise<Load> {
  const issuer = await openIssuer(instance.dataDir);
  const tokenOf = (subject: string, role: Role = 'customer') =>
    issuer.mint({ subject, role, expiresIn: 3_600 });
  const host = createClient({ url: instance.url, token: await tokenOf('henry', 'host') });
  const people: Customer[] = [];
  // An instance may have several loads, one after the other: each has customers of its own.
  const id = randomUUID();
  for (let index = 0; index < customers; index += 1)
    people.push({
      asking: createPersistentClient(urls, await tokenOf(`customer-${id}-${index}`)),
      roomId: await givenBookableRoom(host, `Room ${index}`),
      accepted: [],
      cancelled: new Set(),
      refused: [],
    });
  const door = await givenBookableRoom(host, 'Door');
  await host.close();

  let isOver = false;
  let requests = 0;
  const count = <T>(answer: T): T => {
    requests += 1;
    return answer;
  };
  const working = people.map((person) => useRoom(person, () => isOver, count));
  const visitor = openDoor({ urls, token: await tokenOf('dora'), door, isOver: () => isOver });

  return {
    requests: () => requests,
    async untilMore(more) {
      const before = requests;
      await eventually(() => expect(requests).toBeGreaterThan(before + more), SETTLED_MS);
    },
    watchPause: visitor.watchPause,
    async end() {
      await visitor.untilChanged();
      isOver = true;
      await Promise.all(working);
      await visitor.finish();
      for (const person of people) await expectKept(person);
      const { violations, settling } = await audit({ dataDir: instance.dataDir, waitMs: SETTLED_MS });
      expect([...violations, ...settling]).toEqual([]);
      const accepted = people.reduce((sum, person) => sum + person.accepted.length, 0);
      const repeats = people.reduce((sum, { asking }) => sum + asking.repeats(), 0);
      const longest = Math.max(...people.map(({ asking }) => asking.longestMs()));
      return [
        `${requests} requests, ${accepted} bookings, ${repeats} repetitions`,
        `the longest request took ${Math.round(longest)} ms`,
        `${visitor.changes()} live changes over ${visitor.breaks()} reconnections`,
      ].join(', ');
    },
  };
}

/** Books, reads and cancels in a room of its own. */
async function useRoom(
  { asking, roomId, accepted, cancelled, refused }: Customer,
  isOver: () => boolean,
  count: <T>(answer: T) => T,
): Promise<void> {
  for (let turn = 0; !isOver(); turn += 1) {
    const slot = slotIn(24 + turn);
    const booking = { roomId, slot, paymentMethod: 'pm_card_visa', idempotencyKey: randomUUID() };
    const { data } = count(await asking.run(BookRoomDocument, { input: booking }));
    if (data?.bookRoom?.__typename !== 'BookRoomSuccess') refused.push(data);
    else {
      const { id } = data.bookRoom.booking;
      accepted.push(id);
      if (turn % 3 === 0) {
        const input = { id, idempotencyKey: randomUUID() };
        const answer = count(await asking.run(CancelBookingDocument, { input })).data;
        if (answer?.cancelBooking?.__typename === 'CancelBookingSuccess') cancelled.add(id);
        else refused.push(answer);
      }
    }
    count(await asking.run(RoomsDocument, {}));
    await delay(PAUSE_MS);
  }
}

/** Everything that a customer was told is so, and nothing else is. */
async function expectKept({ asking, accepted, cancelled, refused }: Customer): Promise<void> {
  expect(refused).toEqual([]);
  expect(accepted.length).toBeGreaterThan(5);
  const expected = accepted.map((id) => [id, cancelled.has(id) ? 'CANCELLED' : 'CONFIRMED']).toSorted();
  await eventually(async () => {
    const bookings = [...(await bookingsOf(asking))];
    // An attempt that was answered PaymentUnavailable stays, REJECTED, and holds nothing.
    const kept = bookings.filter(([id, status]) => status !== 'REJECTED' || accepted.includes(id));
    expect(kept.toSorted()).toEqual(expected);
    expect(bookings.length - kept.length).toBeLessThanOrEqual(asking.withoutPayment());
  }, SETTLED_MS);
}

/** A subscriber of a room who books it whenever it is free, and cancels whenever it is taken. */
function openDoor({
  urls,
  token,
  door,
  isOver,
}: {
  readonly urls: readonly string[];
  readonly token: string;
  readonly door: string;
  readonly isOver: () => boolean;
}) {
  const asking = createPersistentClient(urls, token);
  const steps: Promise<void>[] = [];
  const refused: unknown[] = [];
  let last = performance.now();
  let longest = 0;

  async function step({ roomStatusChanged: { status, booking } }: StatusChange): Promise<void> {
    await delay(PAUSE_MS);
    const idempotencyKey = randomUUID();
    const { data } =
      status === 'EMPTY'
        ? await asking.run(BookRoomDocument, {
            input: { roomId: door, paymentMethod: 'pm_card_visa', idempotencyKey },
          })
        : await asking.run(CancelBookingDocument, { input: { id: booking?.id ?? '', idempotencyKey } });
    if (!JSON.stringify(data).includes('Success')) refused.push(data);
  }

  const followed: Followed<StatusChange> = follow<StatusChange>({
    urls,
    token,
    query: FOLLOW_STATUS,
    variables: { roomIds: [door] },
    cursorOf: ({ roomStatusChanged }) => roomStatusChanged.cursor,
    onChange(change) {
      longest = Math.max(longest, performance.now() - last);
      last = performance.now();
      if (!isOver()) steps.push(step(change).catch((error: unknown) => void refused.push(error)));
    },
  });

  return {
    changes: () => followed.changes.length,
    breaks: followed.breaks,
    watchPause() {
      longest = 0;
      return () => longest;
    },
    async untilChanged() {
      const before = followed.changes.length;
      await eventually(() => expect(followed.changes.length).toBeGreaterThan(before + 4), SETTLED_MS);
    },
    async finish() {
      await Promise.all(steps);
      await followed.close();
      expect(refused).toEqual([]);
      expectUnbroken(followed.changes);
    },
  };
}
