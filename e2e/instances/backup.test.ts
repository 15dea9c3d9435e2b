import { execFile } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { cp, mkdir, mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { promisify } from 'node:util';
import type Stripe from 'stripe';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openIssuer } from '../../embedded/issuer.ts';
import { simulatorKey } from '../../embedded/kept-secret.ts';
import { PROJECT_ROOT } from '../../embedded/paths.ts';
import { fetchEnvironment, plainEnvironment } from '../../embedded/process/command.ts';
import { startInstance, type TestInstance } from '../../embedded/testing.ts';
import { type Client, createClient } from '../../examples/client.ts';
import {
  BookingDocument,
  BookRoomDocument,
  CancelBookingDocument,
} from '../../examples/documents.generated.ts';
import type { Role } from '../../platform/identity/identity.ts';
import { eventually } from '../../platform/testing/eventually.ts';
import { createStripeClient } from '../../subgraphs/payment/store/stripe-client.ts';
import { audit } from '../../tools/audit/audit.ts';
import { readManifest } from '../../tools/backup/manifest.ts';
import { follow } from '../support/failover.ts';
import { givenRoom, slotIn } from '../support/instance.ts';
import { createPersistentClient, type PersistentClient } from '../support/persistent-client.ts';

const CUSTOMERS = ['ann', 'ben', 'cleo'];
/** The pause between two bookings of a customer, in milliseconds. */
const PAUSE_MS = 300;
const ENOUGH = 25;

type Accepted = { readonly id: string; readonly by: string; readonly at: number };
type LiveStatus = {
  readonly roomStatusChanged: { readonly cursor: string; readonly status: string };
};

let folder: string;
let source: TestInstance;
const clients: Client[] = [];

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'meetingroom-backup-'));
  source = await startInstance({ dataDir: join(folder, 'source') });
});
afterAll(async () => {
  for (const client of clients) await client.close();
  await source?.[Symbol.asyncDispose]();
  if (folder) await rm(folder, { recursive: true, force: true });
});

async function clientOf(instance: TestInstance, subject: string, role: Role): Promise<Client> {
  const client = createClient({ url: instance.url, token: await tokenOf(instance, subject, role) });
  clients.push(client);
  return client;
}

async function tokenOf(instance: TestInstance, subject: string, role: Role): Promise<string> {
  const issuer = await openIssuer(instance.dataDir);
  return issuer.mint({ subject, role, expiresIn: 3_600 });
}

type Outcome = { readonly status: number; readonly stdout: string; readonly stderr: string };

/** Runs a command of package.json's on a data folder. */
async function command(main: string, dataDir: string, ...args: readonly string[]): Promise<Outcome> {
  // The first backup fetches PostgreSQL's client programs.
  const env = { ...plainEnvironment(), ...fetchEnvironment(), DATA_DIR: dataDir };
  try {
    const done = await promisify(execFile)(process.execPath, [join(PROJECT_ROOT, main), ...args], { env });
    return { status: 0, ...done };
  } catch (error) {
    const { code, stdout, stderr } = error as { code: number; stdout: string; stderr: string };
    return { status: code, stdout, stderr };
  }
}

const backUp = (dataDir: string, to: string) => command('tools/backup/backup-main.ts', dataDir, '--to', to);
const restore = (dataDir: string, ...args: readonly string[]) =>
  command('tools/backup/restore-main.ts', dataDir, '--from', ...args);

/** Books a room again and again, and cancels every third booking, until it is stopped. */
async function bookUntil(
  isOver: () => boolean,
  customer: PersistentClient,
  roomId: string,
  onAccepted: (id: string) => void,
): Promise<void> {
  for (let turn = 0; !isOver(); turn += 1) {
    const idempotencyKey = randomUUID();
    const input = { roomId, slot: slotIn(24 + turn), paymentMethod: 'pm_card_visa', idempotencyKey };
    const booked = (await customer.run(BookRoomDocument, { input })).data?.bookRoom;
    if (booked?.__typename !== 'BookRoomSuccess') throw new Error(JSON.stringify(booked));
    onAccepted(booked.booking.id);
    if (turn % 3 === 2) await customer.run(CancelBookingDocument, { input: { id: booked.booking.id } });
    await delay(PAUSE_MS);
  }
}

/** The bookings for which the provider holds or has money, once for each intent. */
async function paidBookings(instance: TestInstance): Promise<readonly string[]> {
  const { stripe, close } = createStripeClient({
    apiKey: simulatorKey(instance.dataDir),
    apiBase: instance.addressOf('psp'),
    webhookSecret: '',
    timeoutMs: 10_000,
  });
  try {
    const paid: string[] = [];
    for await (const intent of stripe.paymentIntents.list({ limit: 100, expand: ['data.latest_charge'] }))
      if (hasMoney(intent)) paid.push(intent.metadata.bookingId ?? intent.id);
    return paid;
  } finally {
    close();
  }
}

function hasMoney({
  status,
  amount_received: received,
  latest_charge: charge,
}: Stripe.PaymentIntent): boolean {
  if (status === 'canceled') return false;
  if (status !== 'succeeded') return true;
  return received > (typeof charge === 'object' && charge !== null ? charge.amount_refunded : 0);
}

describe('a backup under load', { timeout: 300_000 }, () => {
  test('is restored elsewhere: the provider knows more, and nobody pays twice or for nothing', async () => {
    const host = await clientOf(source, 'henry', 'host');
    const accepted: Accepted[] = [];
    const rooms = new Map<string, string>();
    let isOver = false;
    const customers = await Promise.all(
      CUSTOMERS.map(async (by) => {
        const roomId = await givenRoom(host, { name: `Room of ${by}` });
        rooms.set(by, roomId);
        const token = await tokenOf(source, by, 'customer');
        return { by, roomId, client: createPersistentClient([source.url], token) };
      }),
    );
    const failures: unknown[] = [];
    const load = customers.map(({ by, roomId, client }) =>
      bookUntil(
        () => isOver,
        client,
        roomId,
        (id) => accepted.push({ id, by, at: Date.now() }),
      ).catch((error: unknown) => failures.push(error)),
    );

    await eventually(() => expect(accepted.length).toBeGreaterThan(ENOUGH), 60_000);
    const made = join(folder, 'backup');
    const before = accepted.length;
    const backedUp = await backUp(source.dataDir, made);
    expect(backedUp, backedUp.stderr).toMatchObject({ status: 0 });
    expect(accepted.length).toBeGreaterThan(before);
    // A backup is not overwritten, and nothing unfinished is left.
    expect((await backUp(source.dataDir, made)).status).toBe(1);
    expect((await readdir(folder)).toSorted()).toEqual(['backup', 'source']);

    const during = accepted.length;
    await eventually(() => expect(accepted.length).toBeGreaterThan(during + ENOUGH), 60_000);
    isOver = true;
    await Promise.all(load);
    expect(failures).toEqual([]);
    // What the backup has as confirmed is cancelled and refunded after it.
    const [known] = accepted;
    const [first] = customers;
    if (known === undefined || first === undefined) throw new Error('nothing was booked');
    const knownBy = customers.find(({ by }) => by === known.by) ?? first;
    const cancelled = await knownBy.client.run(CancelBookingDocument, { input: { id: known.id } });
    expect(cancelled.data?.cancelBooking?.__typename).toBe('CancelBookingSuccess');
    await eventually(async () => expect(await paidBookings(source)).not.toContain(known.id), 30_000);
    const refused = await restore(source.dataDir, made);
    expect(refused).toMatchObject({ status: 1, stderr: expect.stringContaining('stop it first') });
    await source.stop();
    expect(await restore(source.dataDir, made)).toMatchObject({
      status: 1,
      stderr: expect.stringContaining('--force'),
    });

    // Elsewhere, with the provider as it is now.
    const dataDir = join(folder, 'target');
    await mkdir(dataDir, { mode: 0o700 });
    for (const entry of ['psp', 'simulator.key'])
      await cp(join(source.dataDir, entry), join(dataDir, entry), { recursive: true });
    const restored = await restore(dataDir, made);
    expect(restored, restored.stderr).toMatchObject({ status: 0 });
    await using target = await startInstance({
      dataDir,
      env: { RECONCILE_AFTER: '1s', RECONCILE_BATCH: '100' },
    });
    const settled = await restore(dataDir, made, '--settle');
    expect(settled, settled.stderr).toMatchObject({ status: 0 });

    // Every booking that was accepted before the backup is there.
    const { startedAt, finishedAt } = await readManifest(made);
    const reader = await clientOf(target, 'root', 'admin');
    const lost: Accepted[] = [];
    const confirmed: string[] = [];
    await eventually(async () => {
      lost.length = 0;
      confirmed.length = 0;
      for (const each of accepted) {
        const status = (await reader.run(BookingDocument, { id: each.id })).data?.booking?.status;
        if (status === undefined) lost.push(each);
        else {
          // The payment of a booking that was made while the backup was may be missing: it is given up.
          const isEarlier = each.at < Date.parse(startedAt);
          expect(['CONFIRMED', 'CANCELLED', ...(isEarlier ? [] : ['REJECTED'])]).toContain(status);
        }
        if (status === 'CONFIRMED') confirmed.push(each.id);
      }
      expect((await paidBookings(target)).toSorted()).toEqual(confirmed.toSorted());
    }, 90_000);
    expect(lost.filter(({ at }) => at < Date.parse(startedAt))).toEqual([]);
    expect(lost.length).toBeGreaterThan(ENOUGH);
    expect(confirmed).not.toContain(known.id);

    // What is left of lost bookings: an intent at the provider that holds no money.
    const left = await eventually(async () => {
      const { violations, settling } = await audit({ dataDir, settleMs: 0 });
      expect(settling).toEqual([]);
      expect(violations.filter(({ code }) => code !== 'INTENT_UNKNOWN')).toEqual([]);
      return violations;
    }, 90_000);
    const afterTheBackup = left.filter(({ changedAt }) => (changedAt ?? '') >= startedAt.slice(0, 19));
    expect(afterTheBackup).toHaveLength(left.length);
    expect((await restore(dataDir, made, '--settle')).stdout).toMatch(/: 0 voided, 0 refunded/);

    // Live status works, and a lost slot can be booked again.
    const roomId = rooms.get(known.by) ?? '';
    const live = follow<LiveStatus>({
      urls: [target.url],
      token: await tokenOf(target, known.by, 'customer'),
      query: `subscription ($roomIds: [ID!], $after: ID) {
        roomStatusChanged(roomIds: $roomIds, after: $after) { cursor status }
      }`,
      variables: { roomIds: [roomId] },
      cursorOf: ({ roomStatusChanged }) => roomStatusChanged.cursor,
      onChange: () => {},
    });
    const customer = await clientOf(target, known.by, 'customer');
    const input = { roomId, paymentMethod: 'pm_card_visa' };
    const again = await customer.run(BookRoomDocument, { input });
    expect(again.data?.bookRoom?.__typename).toBe('BookRoomSuccess');
    await eventually(
      () => expect(live.changes.map(({ roomStatusChanged }) => roomStatusChanged.status)).toContain('FULL'),
      30_000,
    );
    await live.close();
    const lastKept = Math.max(
      ...accepted.filter(({ id }) => !lost.some((each) => each.id === id)).map(({ at }) => at),
    );
    console.info(
      [
        backedUp.stdout.trim(),
        restored.stdout.trim(),
        settled.stdout.trim(),
        `${accepted.length} bookings, ${lost.length} lost; the newest kept was accepted ${lastKept - Date.parse(startedAt)} ms after the start of the backup, which took ${Date.parse(finishedAt) - Date.parse(startedAt)} ms`,
      ].join('\n'),
    );
  });
});
