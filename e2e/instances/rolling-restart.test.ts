import { once } from 'node:events';
import { Agent, type IncomingMessage, request } from 'node:http';
import { text } from 'node:stream/consumers';
import { setTimeout as delay } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openIssuer } from '../../embedded/issuer.ts';
import { startInstance, type TestInstance } from '../../embedded/testing.ts';
import { type Client, createClient } from '../../examples/client.ts';
import {
  BookingDocument,
  BookRoomDocument,
  CancelBookingDocument,
  RoomsDocument,
} from '../../examples/documents.generated.ts';
import type { Role } from '../../platform/identity/identity.ts';
import { eventually } from '../../platform/testing/eventually.ts';
import { createFailoverClient, follow } from '../support/failover.ts';
import { givenBookableRoom, slotIn } from '../support/instance.ts';
import { PATIENCE } from '../support/load.ts';
import { bookingsOf } from '../support/my-bookings.ts';
import { expectUnbroken, FOLLOW_STATUS, type StatusChange } from '../support/status-changes.ts';

const CUSTOMERS = 6;
/**
 * The pause between two rounds of a customer and of the subscriber, in milliseconds: requests are under way
 * nearly always, and most of a small machine is left for restarts.
 */
const THINKING_MS = 1_000;
/** The pause between two requests of a customer to a service that stops, in milliseconds. */
const PAUSE_MS = 100;
/** Time for a load to get its answers on a busy machine, in milliseconds. */
const LOAD_MS = 60_000;

let instance: TestInstance;
let routers: readonly string[];
let host: Client;
let tokenOf: (subject: string, role?: Role) => Promise<string>;

beforeAll(async () => {
  instance = await startInstance({ env: { REPLICAS: '2', ...PATIENCE } });
  routers = ['router', 'router-2'].map(instance.addressOf);
  const issuer = await openIssuer(instance.dataDir);
  tokenOf = (subject, role = 'customer') => issuer.mint({ subject, role, expiresIn: 3_600 });
  host = createClient({ url: instance.url, token: await tokenOf('henry', 'host') });
});
afterAll(async () => {
  await host?.close();
  await instance?.[Symbol.asyncDispose]();
});

type Asking = Pick<Client, 'run'>;

/** The failures that a customer saw. */
type Account = { readonly accepted: string[]; readonly failures: unknown[]; requests: number };

/** Books, reads and cancels in its own room until it is stopped. Records everything but successes. */
async function useRoom(
  customer: Asking,
  roomId: string,
  isOver: () => boolean,
  account: Account,
): Promise<void> {
  async function ask<T>(work: () => Promise<{ status: number; data?: T | null; errors?: unknown }>) {
    account.requests += 1;
    try {
      const answer = await work();
      if (answer.status !== 200 || answer.errors || !answer.data) account.failures.push(answer);
      return answer.data;
    } catch (error) {
      account.failures.push(error);
      return undefined;
    }
  }

  for (let turn = 0; !isOver(); turn += 1) {
    const input = { roomId, slot: slotIn(24 + turn), paymentMethod: 'pm_card_visa' };
    const booked = (await ask(() => customer.run(BookRoomDocument, { input })))?.bookRoom;
    if (booked?.__typename === 'BookRoomSuccess') {
      const { id } = booked.booking;
      account.accepted.push(id);
      await ask(() => customer.run(BookingDocument, { id }));
      if (turn % 3 === 0) {
        const answer = await ask(() => customer.run(CancelBookingDocument, { input: { id } }));
        if (answer?.cancelBooking?.__typename !== 'CancelBookingSuccess') account.failures.push(answer);
      }
    } else account.failures.push(booked);
    await ask(() => customer.run(RoomsDocument, {}));
    await delay(THINKING_MS);
  }
}

describe('two processes of each', { timeout: 400_000 }, () => {
  test('F13 Zero-downtime deploys: a rolling restart of every service and router under load fails no request', async () => {
    const customers = await Promise.all(
      Array.from({ length: CUSTOMERS }, async (_, index) => ({
        asking: createFailoverClient(routers, await tokenOf(`customer-${index}`)),
        roomId: await givenBookableRoom(host, `Room ${index}`),
        account: { accepted: [], failures: [], requests: 0 } as Account,
      })),
    );

    // Books a room whenever it is free, and cancels whenever it is taken.
    const door = await givenBookableRoom(host, 'Door');
    const token = await tokenOf('dora');
    const dora = createFailoverClient(routers, token);
    let isOver = false;
    const steps: Promise<unknown>[] = [];
    const refusedSteps: unknown[] = [];
    async function step({ roomStatusChanged: { status, booking } }: StatusChange): Promise<void> {
      await delay(THINKING_MS);
      if (isOver) return;
      const answer =
        status === 'EMPTY'
          ? await dora.run(BookRoomDocument, { input: { roomId: door, paymentMethod: 'pm_card_visa' } })
          : await dora.run(CancelBookingDocument, { input: { id: booking?.id ?? '' } });
      if (answer.errors || !JSON.stringify(answer.data).includes('Success')) refusedSteps.push(answer);
    }
    const followed = follow<StatusChange>({
      urls: routers,
      token,
      query: FOLLOW_STATUS,
      variables: { roomIds: [door] },
      cursorOf: ({ roomStatusChanged }) => roomStatusChanged.cursor,
      onChange: (change) => void steps.push(step(change).catch((error: unknown) => refusedSteps.push(error))),
    });

    const load = customers.map(({ asking, roomId, account }) =>
      useRoom(asking, roomId, () => isOver, account),
    );
    const before = instance.record().processes;
    const requests = () => customers.reduce((total, { account }) => total + account.requests, 0);
    await eventually(() => expect(requests()).toBeGreaterThan(50), LOAD_MS);
    await instance.restart();
    const restarted = requests();
    await eventually(() => expect(requests()).toBeGreaterThan(restarted + 50), LOAD_MS);
    isOver = true;
    await Promise.all([...load, ...steps]);

    // Every service and router is a new process now.
    const after = instance.record().processes;
    const isServer = (name: string) => ['psp', 'postgres', 'nats', 'mongodb'].includes(name);
    expect(after.map(({ name }) => name).toSorted()).toEqual(before.map(({ name }) => name).toSorted());
    for (const { name, pid } of after)
      expect(
        before.some((process) => process.pid === pid),
        name,
      ).toBe(isServer(name));

    expect(customers.flatMap(({ account }) => account.failures)).toEqual([]);
    expect(refusedSteps).toEqual([]);

    for (const { asking, account } of customers) {
      await eventually(async () => {
        const bookings = await bookingsOf(asking);
        expect([...bookings.keys()].toSorted()).toEqual(account.accepted.toSorted());
        expect(
          [...bookings].filter(([, status]) => status !== 'CONFIRMED' && status !== 'CANCELLED'),
        ).toEqual([]);
      }, LOAD_MS);
    }

    // Nothing was missed or repeated across the ends of both routers.
    const { changes } = followed;
    expect(followed.breaks()).toBeGreaterThan(0);
    expect(changes.length).toBeGreaterThan(10);
    expectUnbroken(changes);
    await followed.close();
    console.info(`${requests()} requests, ${changes.length} live changes, ${followed.breaks()} breaks`);
  });
});

describe('one process of each', { timeout: 180_000 }, () => {
  test.each(['booking', 'router'])(
    'SIGTERM to the %s under load: what was accepted is answered',
    async (name) => {
      const url = new URL('/graphql', instance.addressOf(name));
      const authorization = `Bearer ${await tokenOf(`only-${name}`)}`;
      const roomIds = await Promise.all(
        Array.from({ length: CUSTOMERS }, () => givenBookableRoom(host, 'Han River')),
      );
      const answers: string[] = [];

      /** Books over one kept-alive connection until a response closes it. */
      async function bookUntilClosed(roomId: string): Promise<void> {
        const agent = new Agent({ keepAlive: true, maxSockets: 1 });
        for (let turn = 0, isClosed = false; !isClosed; turn += 1) {
          const input = { roomId, slot: slotIn(24 + turn), paymentMethod: 'pm_card_visa' };
          const query = 'mutation ($input: BookRoomInput!) { bookRoom(input: $input) { __typename } }';
          const sent = request(url, {
            agent,
            method: 'POST',
            headers: { 'content-type': 'application/json', authorization },
          });
          sent.end(JSON.stringify({ query, variables: { input } }));
          const [response] = (await once(sent, 'response')) as [IncomingMessage];
          answers.push(await text(response));
          isClosed = response.headers.connection === 'close';
          await delay(PAUSE_MS);
        }
        agent.destroy();
      }

      const asking = roomIds.map(bookUntilClosed);
      await eventually(() => expect(answers.length).toBeGreaterThan(40), LOAD_MS);
      const before = instance.pidOf(name);
      await Promise.all([instance.stopOnly(name), ...asking]);
      expect(() => instance.pidOf(name)).toThrow('does not run');
      expect(answers.filter((answer) => !answer.includes('"BookRoomSuccess"'))).toEqual([]);
      await instance.startOnly(name);
      expect(instance.pidOf(name)).not.toBe(before);
    },
  );
});
