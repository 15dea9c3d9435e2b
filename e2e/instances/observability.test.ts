import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { z } from 'zod';
import { openIssuer } from '../../embedded/issuer.ts';
import { ROUTER, SERVICES } from '../../embedded/launcher/services.ts';
import { startInstance, type TestInstance } from '../../embedded/testing.ts';
import { parseExposition, sumOf } from '../../embedded/watch/exposition.ts';
import { type Client, createClient } from '../../examples/client.ts';
import { BookRoomDocument } from '../../examples/documents.generated.ts';
import { newId } from '../../platform/identifiers.ts';
import type { Role } from '../../platform/identity/identity.ts';
import { eventually } from '../../platform/testing/eventually.ts';
import {
  type OtlpReceiver,
  type ReceivedSpan,
  spanTree,
  startOtlpReceiver,
} from '../../platform/testing/otlp-receiver.ts';
import { book, cancel, eventuallyBooking, givenBooking, seeBooking } from '../support/booking.ts';
import { givenRoom, slotIn } from '../support/instance.ts';
import { logLines, SECRET, secretsOf } from '../support/logs.ts';

let receiver: OtlpReceiver;
let instance: TestInstance;
const clients: Client[] = [];

beforeAll(async () => {
  receiver = await startOtlpReceiver();
  instance = await startInstance({
    env: {
      OTEL_EXPORTER_OTLP_ENDPOINT: receiver.url,
      OTEL_BSP_SCHEDULE_DELAY: '100',
      LOG_LEVEL: 'debug',
      // Nobody takes the mails: attempts and failures are logged.
      SMTP_URL: 'smtp://127.0.0.1:9',
    },
  });
});
afterAll(async () => {
  await Promise.all(clients.map((client) => client.close()));
  await instance[Symbol.asyncDispose]();
  await receiver[Symbol.asyncDispose]();
});

type Person = { readonly email?: string; readonly expiresIn?: number };

async function tokenOf(subject: string, role: Role, { expiresIn = 3_600, ...claims }: Person = {}) {
  const issuer = await openIssuer(instance.dataDir);
  return issuer.mint({ subject, role, expiresIn, ...claims });
}

/** A signed-in person, whose requests have these headers. */
async function as(subject: string, role: Role, headers: Readonly<Record<string, string>> = {}) {
  return connect(await tokenOf(subject, role), headers);
}

function connect(token: string, headers: Readonly<Record<string, string>> = {}): Client {
  const client = createClient({ url: instance.url, token, headers });
  clients.push(client);
  return client;
}

const CLIENT_TRACE = '0af7651916cd43dd8448eb211c80319c';
const CLIENT_SPAN = 'b7ad6b7169203331';

/** Services in which events that come at the same time share a statement, which belongs to the first. */
const IN_BATCHES: ReadonlySet<unknown> = new Set(['view', 'notification']);
const isOfBatch = ({ service, attributes }: ReceivedSpan) =>
  IN_BATCHES.has(service) && 'db.system.name' in attributes;

test('a booking is one trace, from the request of its client to CONFIRMED', async () => {
  const roomId = await givenRoom(await as('henry', 'host'));
  const traceparent = `00-${CLIENT_TRACE}-${CLIENT_SPAN}-00`;
  const bookingId = await givenBooking(await as('alice', 'customer', { traceparent }), { roomId });
  await eventuallyBooking(await as('alice', 'customer'), bookingId, 'CONFIRMED', 'CAPTURED');

  await eventually(async () => {
    const spans = receiver.spans.filter((span) => span.traceId === CLIENT_TRACE);
    expect(
      spanTree(
        spans.filter((span) => !isOfBatch(span)),
        CLIENT_TRACE,
      ),
    ).toEqual(BOOKING);
    expect(new Set(spans.filter(isOfBatch).map(({ service }) => service))).toEqual(IN_BATCHES);
    // The caller's span is that of the client, which has not told of it.
    expect(spans.filter(({ parentSpanId }) => parentSpanId === CLIENT_SPAN)).toMatchObject([
      {
        service: 'router',
        attributes: {
          'http.request.method': 'POST',
          'http.route': '/graphql',
          'http.response.status_code': 200,
        },
      },
    ]);
  });
});

test('metrics tell how bookings go, and how far each service is behind', async () => {
  const samples = parseExposition(await metricsOf('booking'));
  const outcome = { mutation: 'bookRoom', outcome: 'BookRoomSuccess' };
  expect(sumOf(samples, 'service_mutations_total', outcome)).toBe(1);
  expect(sumOf(samples, 'service_requests_total', { type: 'mutation', result: 'ok' })).toBeGreaterThan(0);
  expect(sumOf(samples, 'service_events_published_total', { event: 'booking.confirmed' })).toBe(1);
  expect(sumOf(samples, 'service_events_handled_total', { event: 'payment.captured', result: 'ok' })).toBe(1);
  await eventually(async () => {
    const states = parseExposition(await metricsOf('booking'));
    const read = (name: string, labels = {}) => sumOf(states, name, labels);
    expect([
      read('service_consumer_waiting_events', { context: 'payment' }),
      read('service_consumer_redelivered_events'),
      read('service_dead_letters'),
      read('service_outbox_events'),
      read('service_breaker_state', { policy: 'payment' }),
      read('booking_pending_bookings'),
      read('booking_overdue_bookings'),
    ]).toEqual([0, 0, 0, 0, 0, 0, 0]);
    expect(read('service_concurrency_limit')).toBeGreaterThan(0);
  });
});

async function metricsOf(service: string): Promise<string> {
  return (await fetch(`${instance.addressOf(`${service}-metrics`)}/metrics`)).text();
}

test('the status is watched without a terminal, also while a service is away, and ends with a signal', async () => {
  const watching = spawn(process.execPath, ['embedded/status.ts', '--watch', '--interval', '1'], {
    env: { ...process.env, DATA_DIR: instance.dataDir },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const exit = once(watching, 'exit');
  let output = '';
  watching.stdout.setEncoding('utf8').on('data', (text: string) => (output += text));
  await eventually(() =>
    expect(output).toMatch(/missing=- lag=0 outbox=0 dead=0 requested=0 paid=0 overdue=0 connections=0/),
  );
  await instance.stopOnly('room');
  await eventually(() => expect(output).toMatch(/missing=room lag=0/));
  await instance.startOnly('room');
  watching.kill('SIGINT');
  expect(await exit).toEqual([0, null]);
});

describe('the logs', () => {
  const mark = newId();
  const name = `o'neill-${mark}`;
  const tokens: string[] = [];
  let bookingId: string;

  beforeAll(async () => {
    tokens.push(
      await tokenOf(name, 'customer', { email: `neill-${mark}@example.org` }),
      await tokenOf(`host-${mark}`, 'host'),
      await tokenOf(name, 'customer', { expiresIn: -60 }),
    );
    const [customer, host, expired] = tokens.map((token) => connect(token)) as [Client, Client, Client];
    const roomId = await givenRoom(host);
    bookingId = await givenBooking(customer, { roomId });
    await eventuallyBooking(customer, bookingId, 'CONFIRMED', 'CAPTURED');
    const later = { roomId, slot: slotIn(5) };
    await book(customer, { ...later, paymentMethod: 'pm_card_visa_chargeDeclined' });
    await book(customer, { ...later, paymentMethod: `pm_${mark}` });
    await cancel(customer, { id: bookingId, reason: `Because of ${mark}` });
    await expired.run('{ me { id } }');
    await connect(`${tokens[0]}x`).run('{ me { id } }');
    await customer.run(`{ me { id } unknown(email: "${mark}@example.org") }`);
    await instance.stopOnly('postgres', 'mongodb', 'nats');
    await customer.run(BookRoomDocument, { input: { ...later, paymentMethod: `pm_${mark}` } });
    await customer.run(
      '{ me { id bookings(first: 1) { edges { node { id } } } } rooms { edges { node { id } } } }',
    );
    await instance.startOnly('postgres', 'mongodb', 'nats');
    await eventually(
      async () => expect((await seeBooking(customer, bookingId))?.payment?.status).toBe('REFUNDED'),
      30_000,
    );
  });

  test('hold nothing about people, and no secrets', async () => {
    const secrets = [...tokens, ...(await secretsOf(instance.dataDir, instance.record()))];
    expect(secrets.length).toBeGreaterThan(5);
    const texts = [mark, 'pm_card', ...secrets];
    const lines = await logLines(instance.dataDir);
    const found = lines.filter(({ line }) => texts.some((text) => line.includes(text)) || SECRET.test(line));
    expect(found).toEqual([]);
  });

  test('are JSON, and tell the business case and the span of each line of a request or event', async () => {
    const services = new Set([ROUTER, ...SERVICES].map(({ name }) => `${name}.log`));
    const entries = (await logLines(instance.dataDir))
      .filter(({ file }) => services.has(file))
      .map(({ line }) => z.record(z.string(), z.unknown()).parse(JSON.parse(line)));
    const ofEvents = entries.filter(({ msg }) => msg === 'event handled');
    expect(ofEvents.length).toBeGreaterThan(10);
    const ofRequests = entries.filter(({ correlationId }) => correlationId !== undefined);
    const ids = {
      correlationId: expect.any(String),
      trace_id: expect.stringMatching(/^[\da-f]{32}$/),
      span_id: expect.stringMatching(/^[\da-f]{16}$/),
    };
    for (const entry of [...ofEvents, ...ofRequests]) expect(entry).toMatchObject(ids);
  });
});

const BOOKING = `
router: server POST /graphql
  router: internal mutation
    router: client fetch booking
      booking: server POST /graphql
        booking: client POST
          payment: server POST /graphql
            payment: client POST /v1/payment_intents
            payment: client change-payment/1
            payment: client insert-payment/0
            payment: producer send payment.authorized
              booking: consumer process payment.authorized
              view: consumer process payment.authorized
        booking: client change-booking/1
        booking: client hold-slot/1
        booking: client rooms-by-ids
        booking: producer send booking.paid
          room: consumer process booking.paid
            room: client find assignments
            room: client find rooms
            room: client update assignments
            room: client update rooms
            room: producer send room.assigned
              notification: consumer process room.assigned
                notification: producer send notification.messageSent
                  view: consumer process notification.messageSent
              payment: consumer process room.assigned
                payment: client change-payment/0/inbox
                payment: internal settle capture
                  payment: client POST /v1/payment_intents/{id}/capture
                  payment: client change-payment/1
                payment: producer send payment.captured
                  booking: consumer process payment.captured
                    booking: client settle-booking/1/inbox
                    booking: producer send booking.confirmed
                      notification: consumer process booking.confirmed
                        notification: producer send notification.messageSent
                          view: consumer process notification.messageSent
                      view: consumer process booking.confirmed
                  view: consumer process payment.captured
            room: producer send room.statusChanged
              view: consumer process room.statusChanged
          view: consumer process booking.paid
        booking: producer send booking.requested
          view: consumer process booking.requested
  router: internal plan`
  .trim()
  .split('\n');
