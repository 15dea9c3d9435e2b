import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { Client } from 'pg';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { eventuallyBooking } from '../../e2e/support/booking.ts';
import { givenCourse, givenReview } from '../../e2e/support/course.ts';
import { slotIn } from '../../e2e/support/instance.ts';
import { openIssuer } from '../../embedded/issuer.ts';
import { startInstance, type TestInstance } from '../../embedded/testing.ts';
import { type Client as ApiClient, createClient } from '../../examples/client.ts';
import {
  AddBookmarkDocument,
  BookRoomDocument,
  CancelBookingDocument,
  DeleteRoomDocument,
  LikeDocument,
  RegisterRoomDocument,
} from '../../examples/documents.generated.ts';
import { connectMongo, type MongoLink } from '../../platform/mongo/connection.ts';
import { createLogger } from '../../platform/telemetry/logger.ts';
import { eventually } from '../../platform/testing/eventually.ts';
import { createStripeClient } from '../../subgraphs/payment/store/stripe-client.ts';
import { runViews } from '../views/main.ts';
import { audit } from './audit.ts';
import type { Finding } from './findings.ts';
import { collect } from './load/merge.ts';
import { openView, readTable } from './load/view.ts';
import { findSources } from './sources.ts';

const MAIN = join(import.meta.dirname, 'main.ts');
const LIMIT_MS = 120_000;

let instance: TestInstance;
let host: ApiClient;
let alice: ApiClient;

beforeAll(async () => {
  instance = await startInstance();
  const issuer = await openIssuer(instance.dataDir);
  const as = async (subject: string, role: 'host' | 'customer') =>
    createClient({ url: instance.url, token: await issuer.mint({ subject, role, expiresIn: 3_600 }) });
  host = await as('henry', 'host');
  alice = await as('alice', 'customer');
}, LIMIT_MS);
afterAll(async () => {
  await Promise.all([host?.close(), alice?.close()]);
  await instance?.[Symbol.asyncDispose]();
});

async function givenRoom(): Promise<string> {
  const { data } = await host.run(RegisterRoomDocument, {
    input: {
      name: 'Han',
      capacity: 4,
      hourlyRate: { amount: 1_000, currency: 'EUR' },
      timeZone: 'Europe/Berlin',
    },
  });
  if (data?.registerRoom?.__typename !== 'RegisterRoomSuccess')
    throw new Error('The room was not registered');
  return data.registerRoom.room.id;
}

async function book(roomId: string, hours: number, paymentMethod = 'pm_card_visa'): Promise<string> {
  const input = { roomId, slot: slotIn(hours), paymentMethod };
  const { data } = await alice.run(BookRoomDocument, { input });
  return data?.bookRoom?.__typename === 'BookRoomSuccess' ? data.bookRoom.booking.id : '';
}

/** Runs the command as a person does. */
async function command(...args: readonly string[]) {
  const env = { PATH: process.env.PATH, DATA_DIR: instance.dataDir };
  return promisify(execFile)(process.execPath, [MAIN, ...args], { env }).then(
    ({ stdout }) => ({ status: 0, stdout, stderr: '' }),
    (error: { code: number; stdout: string; stderr: string }) => ({ ...error, status: error.code }),
  );
}

/** The current violations, without waiting for anything to settle. */
async function codesOf(booking: string): Promise<readonly string[]> {
  const { violations } = await audit({ dataDir: instance.dataDir, settleMs: 0 });
  return violations.filter(({ ids }) => ids.booking === booking).map(({ code }) => code);
}

function sources() {
  return findSources({ DATA_DIR: instance.dataDir });
}

type PostgresService = 'booking' | 'payment' | 'community' | 'notification' | 'view';

async function inPostgres(service: PostgresService, text: string, values: readonly unknown[] = []) {
  const client = await connectPostgres(service);
  await client.query(text, [...values]);
  await client.end();
}

async function connectPostgres(service: PostgresService): Promise<Client> {
  const url = new URL(sources()[service]);
  url.pathname = `/${service}`;
  const client = new Client({ connectionString: url.href, options: `-c search_path=${service},public` });
  await client.connect();
  return client;
}

async function inMongo(service: 'room' | 'supplies', work: (link: MongoLink) => Promise<unknown>) {
  const log = createLogger('test', 'silent');
  const link = await connectMongo({ url: sources()[service], dbName: service, log });
  await work(link);
  await link.close();
}

describe('on a running instance', () => {
  let roomId: string;
  let bookings: string[];
  /** Takes the next confirmed booking, so that each test breaks its own. */
  const next = () => bookings.pop() ?? '';

  test('after bookings, cancellations and deletions everything settles and is clean', {
    timeout: LIMIT_MS,
  }, async () => {
    roomId = await givenRoom();
    bookings = [];
    for (let hour = 1; hour <= 8; hour += 1) bookings.push(await book(roomId, 24 + hour * 2));
    expect(bookings).not.toContain('');
    const cancelled = await book(roomId, 72);
    await alice.run(CancelBookingDocument, { input: { id: cancelled } });
    await book(roomId, 96, 'pm_card_visa_chargeDeclined');
    const gone = await givenRoom();
    await book(gone, 24);
    const target = { type: 'ROOM', id: roomId } as const;
    for (const id of [roomId, gone]) await alice.run(LikeDocument, { input: { target: { ...target, id } } });
    await host.run(AddBookmarkDocument, { input: { target } });
    const course = { type: 'COURSE', id: await givenCourse(host) } as const;
    await givenReview(alice, course);
    await host.run(DeleteRoomDocument, { input: { id: gone, cancelBookings: true } });

    const report = await audit({ dataDir: instance.dataDir, settleMs: 60_000, waitMs: 60_000 });
    expect(report).toMatchObject({ violations: [], settling: [], clean: true });
    expect(report.counts.bookings).toEqual({ CONFIRMED: 8, CANCELLED: 2, REJECTED: 1 });
    expect(report.counts.engagement).toEqual({ likes: 1, bookmarks: 1, reviews: 1 });
    expect(report.counts.targets).toEqual({ 'COURSE OPEN': 1, 'ROOM DELETED': 1, 'ROOM OPEN': 1 });
    expect(report.counts.views).toMatchObject({
      rooms: 2,
      bookings: 11,
      courses: 1,
      bookmarks: 1,
      mailboxes: 2,
    });
    expect(report.counts.money.EUR?.ours).toEqual(report.counts.money.EUR?.provider);
    expect(report.counts.messages).toBe(
      Object.values(report.counts.events).reduce((sum, each) => sum + each, 0),
    );

    const { status, stdout } = await command('--settle', '0');
    expect(stdout).toContain('Clean: no violations.');
    expect(status).toBe(0);
  });

  test('prints the history of a booking across the services', async () => {
    const id = bookings[0] ?? '';
    const { status, stdout } = await command('--booking', id);
    expect(status).toBe(0);
    const order = [
      'booking.requested',
      'intent, now succeeded',
      'payment.authorized',
      'booking.paid',
      'room.assigned',
      'payment.captured',
      'booking.confirmed',
    ];
    const places = order.map((each) => stdout.indexOf(each));
    expect(places).toEqual(places.toSorted((a, b) => a - b));
    expect(places).not.toContain(-1);
    const correlation = /^Case (.+)$/m.exec(stdout)?.[1] ?? '';
    const byCase = await command('--correlation', correlation);
    expect(byCase.stdout).toContain(`booking ${id}: CONFIRMED`);
    expect((await command('--booking', 'unknown')).status).toBe(1);
  });

  test('a refund that waits for its next attempt is unsettled; after its last one it is left to a person', {
    timeout: LIMIT_MS,
  }, async () => {
    const id = await eventually(async () => {
      const booked = await book(roomId, 120, 'pm_card_refundFail');
      expect(booked).not.toBe('');
      return booked;
    });
    await eventuallyBooking(alice, id, 'CONFIRMED');
    await alice.run(CancelBookingDocument, { input: { id } });
    const found = async () => {
      const report = await audit({ dataDir: instance.dataDir, settleMs: 0 });
      const codes = (findings: readonly Finding[]) =>
        findings.filter(({ ids }) => ids.booking === id).map(({ code }) => code);
      return {
        violations: codes(report.violations),
        settling: codes(report.settling),
        notices: codes(report.notices),
      };
    };
    await eventually(
      async () =>
        expect(await found()).toEqual({
          violations: [],
          settling: ['MONEY_WITHOUT_BOOKING', 'PAYMENT_STUCK'],
          notices: [],
        }),
      60_000,
    );
    await eventually(async () => {
      await inPostgres('payment', 'UPDATE payments SET due_at = now() WHERE booking_id = $1', [id]);
      expect(await found()).toEqual({ violations: [], settling: [], notices: ['REFUND_FAILED'] });
    }, 60_000);
  });

  test('a status changed in the database is reported, and the exit status is 1', async () => {
    const id = next();
    await inPostgres('booking', `UPDATE bookings SET status = 'PAID' WHERE id = $1`, [id]);
    expect(await codesOf(id)).toEqual(['STUCK_PAID', 'VIEW_DIFFERS', 'STATE_DIFFERS']);
    const { status, stdout } = await command('--settle', '0');
    expect(status).toBe(1);
    expect(stdout).toContain(id);
    expect(JSON.parse((await command('--settle', '0', '--json')).stdout)).toMatchObject({ clean: false });
  });

  test('money captured at the provider without our request is reported', async () => {
    const { provider } = sources();
    const { stripe, close } = createStripeClient({ ...provider, webhookSecret: '', timeoutMs: 5_000 });
    const intent = await stripe.paymentIntents.create({
      amount: 777,
      currency: 'eur',
      payment_method: 'pm_card_visa',
      confirm: true,
      capture_method: 'manual',
      automatic_payment_methods: { enabled: true, allow_redirects: 'never' },
    });
    await stripe.paymentIntents.capture(intent.id);
    close();
    const { violations } = await audit({ dataDir: instance.dataDir, settleMs: 0 });
    expect(violations).toContainEqual(
      expect.objectContaining({ code: 'MONEY_WITHOUT_BOOKING', ids: { intent: intent.id } }),
    );
  });

  test('money refunded at the provider without our request is reported until payment knows of it', async () => {
    const id = next();
    const { provider } = sources();
    const settings = (method: 'PATCH' | 'POST', path: string, change?: object) =>
      fetch(`${provider.apiBase}/_control/settings${path}`, { method, body: JSON.stringify(change ?? {}) });
    await settings('PATCH', '', { webhookLossRate: 1 });
    const { stripe, close } = createStripeClient({
      ...provider,
      webhookSecret: '',
      timeoutMs: 5_000,
    });
    for await (const { id: intent, metadata } of stripe.paymentIntents.list({ limit: 100 }))
      if (metadata.bookingId === id) await stripe.refunds.create({ payment_intent: intent });
    expect(await codesOf(id)).toEqual(['BOOKING_WITHOUT_MONEY', 'REFUND_UNKNOWN']);
    await settings('POST', '/reset');
    const { data } = await stripe.events.list({ type: 'refund.created', limit: 1 });
    await fetch(`${provider.apiBase}/_control/webhooks/deliver`, {
      method: 'POST',
      body: JSON.stringify({ event: data[0]?.id }),
    });
    close();
    await eventuallyBooking(alice, id, 'CANCELLED', 'REFUNDED');
    await eventually(async () => expect(await codesOf(id)).toEqual([]));
  });

  test('a lost assignment and a lost booking are reported', async () => {
    const [unassigned, lost] = [next(), next()];
    await inMongo('room', (link) =>
      link.collection<{ _id: string }>('assignments').deleteOne({ _id: unassigned }),
    );
    await inPostgres('booking', 'DELETE FROM bookings WHERE id = $1', [lost]);
    expect([...(await codesOf(unassigned))].sort()).toEqual(['NOT_ASSIGNED', 'RECORD_MISSING']);
    expect([...(await codesOf(lost))].sort()).toEqual([
      'MONEY_WITHOUT_BOOKING',
      'PAYMENT_WITHOUT_BOOKING',
      'RECORD_MISSING',
      'STILL_ASSIGNED',
      'VIEW_WITHOUT_FACT',
    ]);
  });

  test('an overlap is found even without the constraint', async () => {
    const id = next();
    await inPostgres('booking', 'ALTER TABLE bookings DROP CONSTRAINT one_booking_per_room_and_instant');
    await inPostgres(
      'booking',
      `INSERT INTO bookings (id, version, status, room_id, room_name, customer_id, slot, amount, currency, requested_at)
        SELECT gen_random_uuid(), 1, 'REQUESTED', room_id, room_name, customer_id, slot, amount, currency, now()
        FROM bookings WHERE id = $1`,
      [id],
    );
    const { violations } = await audit({ dataDir: instance.dataDir, settleMs: 600_000 });
    const pairs = violations
      .filter(({ code }) => code === 'DOUBLE_BOOKED')
      .map(({ ids }) => Object.values(ids));
    expect(pairs).toHaveLength(1);
    expect(pairs.flat()).toContain(id);
  });

  test('a count that is no size, and a like without an event, are reported', async () => {
    await inPostgres('community', 'UPDATE targets SET bookmarks = bookmarks + 1 WHERE id = $1', [roomId]);
    const course = await givenCourse(host);
    await inPostgres('community', "INSERT INTO marks VALUES ($1, 'mallory', 'LIKE')", [course]);
    const { violations } = await audit({ dataDir: instance.dataDir, settleMs: 0 });
    const found = violations.filter(({ code }) => code === 'COUNT_DIFFERS');
    expect(found.map(({ ids, message }) => [ids.target, message])).toEqual(
      expect.arrayContaining([
        [roomId, 'bookmarks: 2 stored, 1 there'],
        [course, 'likes: 0 stored, 1 there'],
        [course, 'likes: 1 there, 0 by the events'],
      ]),
    );
    expect(found).toHaveLength(3);
  });

  test('a change that is told twice, one that is not told, and a wrong count of messages are reported', async () => {
    const sent = (offset: number) =>
      `SELECT position FROM events WHERE type LIKE '%messageSent%' ORDER BY position LIMIT 1 OFFSET ${offset}`;
    await inPostgres(
      'notification',
      `UPDATE events SET causation_id = (SELECT causation_id FROM events WHERE position = (${sent(0)}))
      WHERE position = (${sent(1)})`,
    );
    await inPostgres('notification', 'UPDATE customers SET unread = unread + 1 WHERE id = $1', ['alice']);
    const { violations } = await audit({ dataDir: instance.dataDir, settleMs: 0 });
    const found = violations.map(({ code }) => code).filter((code) => code.startsWith('MESSAGE'));
    expect(found.sort()).toEqual(['MESSAGES_MISCOUNTED', 'MESSAGE_MISSING', 'MESSAGE_TWICE']);
    await inPostgres('notification', 'UPDATE customers SET unread = unread - 1 WHERE id = $1', ['alice']);
  });

  test('a message to another person, one that tells something else, and one that is another’s are reported', async () => {
    const about = (kind: string) => `(SELECT max(position) FROM events WHERE data ->> 'kind' = '${kind}')`;
    await inPostgres(
      'notification',
      `UPDATE events SET aggregate_id = (SELECT key FROM customers WHERE id = 'alice'), version = 1_000
      WHERE position = ${about('BOOKMARK_ADDED')}`,
    );
    await inPostgres(
      'notification',
      `UPDATE messages SET content = jsonb_set(content, '{kind}', '"BOOKING_CANCELLED"')
      WHERE content ->> 'kind' = 'BOOKING_REJECTED'`,
    );
    await inPostgres(
      'notification',
      `UPDATE events SET data = jsonb_set(data, '{kind}', '"ROOM_UNASSIGNED"')
      WHERE position = ${about('ROOM_ASSIGNED')}`,
    );
    const { violations } = await audit({ dataDir: instance.dataDir, settleMs: 0 });
    const codes = new Set(violations.map(({ code }) => code).filter((code) => code.startsWith('MESSAGE')));
    expect([...codes].sort()).toEqual([
      'MESSAGES_LOST',
      'MESSAGE_DIFFERS',
      'MESSAGE_MISADDRESSED',
      'MESSAGE_MISSING',
      'MESSAGE_TWICE',
    ]);
  });

  test('rows of a view that are gone, changed, or of nothing are reported', async () => {
    const id = next();
    const tables = async (code: string) => {
      const { violations } = await audit({ dataDir: instance.dataDir, settleMs: 0 });
      return violations
        .filter((each) => each.code === code && each.ids.booking === id)
        .map(({ ids }) => ids.table);
    };
    await inPostgres('view', 'UPDATE payments SET version = version - 1 WHERE booking_id = $1', [id]);
    await inPostgres('view', 'DELETE FROM bookings WHERE id = $1', [id]);
    expect(await tables('VIEW_BEHIND')).toEqual(['bookings', 'payments']);
    await inPostgres(
      'view',
      "UPDATE payments SET version = version + 1, status = 'VOIDED' WHERE booking_id = $1",
      [id],
    );
    expect(await tables('VIEW_DIFFERS')).toEqual(['payments']);
    await inPostgres('view', 'UPDATE payments SET version = version + 1 WHERE booking_id = $1', [id]);
    expect(await tables('VIEW_WITHOUT_FACT')).toEqual(['payments']);
  });

  test('a view whose tables are replaced while it is read is read whole', async () => {
    const readCourses = async () => {
      const view = await openView(sources().view);
      const courses = await collect(readTable(view, 'courses'));
      await view.close();
      return courses;
    };
    const before = await readCourses();
    expect(before).not.toEqual([]);
    const holder = await connectPostgres('view');
    await holder.query('BEGIN; LOCK TABLE room_statuses IN ACCESS EXCLUSIVE MODE');
    const reading = readCourses();
    await eventually(async () => {
      const { rowCount } = await holder.query(
        "SELECT FROM pg_locks WHERE relation = 'room_statuses'::regclass AND NOT granted",
      );
      expect(rowCount).toBe(1);
    });
    const quiet = { env: { DATA_DIR: instance.dataDir }, out: () => undefined, err: () => undefined };
    expect(await runViews(['rebuild', 'courseBoard'], quiet)).toBe(0);
    await holder.query('COMMIT');
    await holder.end();
    expect(await reading).toHaveLength(before.length);
  });

  test('missing supplies and an unpublished event are reported', async () => {
    await inMongo('supplies', (link) =>
      link.collection<{ _id: string }>('room_stocks').deleteOne({ _id: roomId }),
    );
    const id = next();
    await instance.stopOnly('booking');
    await inPostgres(
      'booking',
      'INSERT INTO outbox SELECT position FROM events WHERE aggregate_id = $1 AND version = 1',
      [id],
    );
    const { violations } = await audit({ dataDir: instance.dataDir, settleMs: 0 });
    const codes = violations.map(({ code }) => code);
    expect(codes).toContain('SUPPLIES_MISSING');
    expect(violations.filter(({ code }) => code === 'NOT_PUBLISHED').map(({ ids }) => ids.booking)).toEqual([
      id,
    ]);
  });

  test.each([
    ['psp', 'The payment provider'],
    ['nats', 'NATS'],
    ['mongodb', 'room’s MongoDB'],
    ['postgres', 'view’s PostgreSQL'],
  ])(
    'without %s, one line names what cannot be read and its address, and the exit status is 2',
    {
      timeout: LIMIT_MS,
    },
    async (server, name) => {
      // The host of MongoDB's URL is the path of a socket.
      const address = decodeURIComponent(new URL(instance.addressOf(server)).host);
      await instance.stopOnly(server);
      const { status, stderr } = await command();
      await instance.startOnly(server);
      expect(status).toBe(2);
      expect(stderr.trim().split('\n')).toEqual([expect.stringContaining(`${name} at ${address} `)]);
      expect(stderr).not.toContain('Stripe');
    },
  );

  test('wrong usage exits with 2', async () => {
    expect((await command('--data-dir', '/nowhere')).status).toBe(2);
    expect((await command('--settle', 'soon')).status).toBe(2);
  });
});
