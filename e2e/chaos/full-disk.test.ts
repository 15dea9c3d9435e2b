import { randomUUID } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { openIssuer } from '../../embedded/issuer.ts';
import { findLauncher } from '../../embedded/launcher/client.ts';
import { RESERVE } from '../../embedded/launcher/disk.ts';
import { startInstance, type TestInstance } from '../../embedded/testing.ts';
import { type Client, createClient } from '../../examples/client.ts';
import { RegisterRoomDocument } from '../../examples/documents.generated.ts';
import type { Role } from '../../platform/identity/identity.ts';
import { eventually } from '../../platform/testing/eventually.ts';
import { mountSmallDisk } from '../../platform/testing/small-disk.ts';
import { audit } from '../../tools/audit/audit.ts';
import { book, eventuallyBooking } from '../support/booking.ts';
import { givenRoom, slotIn } from '../support/instance.ts';
import { SMALL_DISK_MB } from './plan-faults.ts';

const LIMIT_MS = 240_000;
/** After this time everything works by itself. */
const HEALED_MS = 60_000;
const READ = `{
  rooms(first: 1) { edges { node { name } } }
  roomBoard(first: 1) { total }
  me { bookings(first: 1) { edges { node { status } } } }
}`;

async function as(instance: TestInstance, subject: string, role: Role): Promise<Client> {
  const issuer = await openIssuer(instance.dataDir);
  return createClient({ url: instance.url, token: await issuer.mint({ subject, role, expiresIn: 3_600 }) });
}

const register = (host: Client) =>
  host.run(RegisterRoomDocument, {
    input: {
      name: 'Refused',
      capacity: 8,
      hourlyRate: { amount: 10_000, currency: 'EUR' },
      timeZone: 'Europe/Berlin',
    },
  });

/** Changes say when to try again, and reads go on. Until the disk is full, its booking may succeed. */
async function expectChangesRefused(host: Client, customer: Client, roomId: string): Promise<void> {
  expect(await book(customer, { roomId, slot: slotIn(24) })).toMatchObject({
    __typename: 'PaymentUnavailable',
    message: expect.stringContaining('The disk is nearly full'),
    retryAfterSeconds: 5,
  });
  expect(await register(host)).toMatchObject({
    data: { registerRoom: null },
    errors: [{ extensions: { code: 'SUBGRAPH_UNAVAILABLE', subgraph: 'room', retryAfterSeconds: 5 } }],
  });
  const read = await customer.run(READ);
  expect(read.errors).toBeUndefined();
  expect(read.data).toMatchObject({ rooms: expect.anything(), roomBoard: expect.anything() });
}

async function statusOf({ dataDir }: TestInstance) {
  const status = await findLauncher(dataDir)?.status();
  const unready = status?.rows
    .filter(({ state }) => state !== 'ready')
    .map(({ name, state }) => `${name} ${state}`);
  return { isLow: status?.disk.isLow, unready };
}

test(
  'on a disk that is filled and freed, reads go on, changes say when to try again, no answer is lost, and all heals',
  async (context) => {
    const disk = await mountSmallDisk(SMALL_DISK_MB);
    if (typeof disk === 'string') {
      console.warn(`NOT TESTED: an instance on a full disk: ${disk}`);
      return context.skip(disk);
    }
    await using mounted = disk;
    await using instance = await startInstance({ dataDir: join(mounted.folder, 'data') });
    const [host, customer] = [await as(instance, 'henry', 'host'), await as(instance, 'alice', 'customer')];
    const roomId = await givenRoom(host);
    const reserve = join(instance.dataDir, RESERVE.file);
    expect(existsSync(reserve)).toBe(true);
    const first = await eventually(async () => {
      const answer = await book(customer, { roomId, slot: slotIn(48) });
      return bookingOf(answer) ?? Promise.reject(new Error('The room is not known yet.'));
    });
    await eventuallyBooking(customer, first, 'CONFIRMED');

    // The disk becomes full while these are under way.
    const requests = Array.from({ length: 30 }, (_, index) =>
      book(customer, { roomId, slot: slotIn(72 + 2 * index) }).catch(() => undefined),
    );
    await Promise.race(requests);
    const free = mounted.fill();
    const acknowledged = [
      first,
      ...(await Promise.all(requests)).flatMap((answer) => bookingOf(answer) ?? []),
    ];

    await eventually(() => expectChangesRefused(host, customer, roomId));
    await eventually(async () => expect(await statusOf(instance)).toMatchObject({ isLow: true }));
    await eventually(() => expect(existsSync(reserve)).toBe(false));

    await free();
    // An attempt whose outcome is unknown is repeated with its key.
    const next = { roomId, slot: slotIn(240), idempotencyKey: randomUUID() };
    const later = await eventually(async () => {
      const answer = await book(customer, next);
      return bookingOf(answer) ?? Promise.reject(new Error(`Not booked: ${JSON.stringify(answer)}`));
    }, HEALED_MS);
    await eventually(
      async () => expect(await statusOf(instance)).toEqual({ isLow: false, unready: [] }),
      HEALED_MS,
    );
    for (const id of [...acknowledged, later])
      await eventually(() => eventuallyBooking(customer, id, 'CONFIRMED'), HEALED_MS);
    await eventually(() => expect(existsSync(reserve)).toBe(true));
    const { violations } = await audit({ dataDir: instance.dataDir, settleMs: HEALED_MS, waitMs: HEALED_MS });
    expect(violations).toEqual([]);
  },
  LIMIT_MS,
);

function bookingOf(answer: Awaited<ReturnType<typeof book>> | undefined): string | undefined {
  return answer?.__typename === 'BookRoomSuccess' ? answer.booking.id : undefined;
}

test(
  'with less space than the mark, changes are refused and reads go on; with a lower mark everything works',
  async () => {
    const dataDir = await mkdtemp(join(tmpdir(), 'meetingroom-mark-'));
    try {
      const roomId = await usingInstance(dataDir, '64', async (instance) => {
        return givenRoom(await as(instance, 'henry', 'host'));
      });
      await usingInstance(dataDir, '1000000000', async (instance) => {
        const [host, customer] = [
          await as(instance, 'henry', 'host'),
          await as(instance, 'alice', 'customer'),
        ];
        await expectChangesRefused(host, customer, roomId);
        expect(await statusOf(instance)).toEqual({ isLow: true, unready: [] });
        const metrics = await (await fetch(`${instance.addressOf('booking-metrics')}/metrics`)).text();
        expect(metrics).toContain('service_changes_refused 1');
        expect(metrics).toContain('service_outbox_oldest_event_age_seconds 0');
        expect(instance.output()).toContain('changes are refused until there is more');
      });
      await usingInstance(dataDir, '0', async (instance) => {
        const customer = await as(instance, 'alice', 'customer');
        const answer = await book(customer, { roomId, slot: slotIn(24) });
        await eventuallyBooking(customer, bookingOf(answer) ?? '', 'CONFIRMED');
        expect(await statusOf(instance)).toEqual({ isLow: false, unready: [] });
      });
    } finally {
      await rm(dataDir, { recursive: true, force: true });
    }
  },
  LIMIT_MS,
);

/** Runs work against an instance with a low-water mark, in megabytes. */
async function usingInstance<T>(
  dataDir: string,
  mark: string,
  work: (instance: TestInstance) => Promise<T>,
): Promise<T> {
  await using instance = await startInstance({ dataDir, env: { DISK_LOW_WATER_MB: mark } });
  return await work(instance);
}
