import { afterAll, beforeAll, expect, test } from 'vitest';
import { openIssuer } from '../embedded/issuer.ts';
import { startInstance, type TestInstance } from '../embedded/testing.ts';
import { type Client, createClient } from '../examples/client.ts';
import type { Role } from '../platform/identity/identity.ts';
import { eventually } from '../platform/testing/eventually.ts';
import {
  type OtlpReceiver,
  type ReceivedSpan,
  spanTree,
  startOtlpReceiver,
} from '../platform/testing/otlp-receiver.ts';
import { eventuallyBooking, givenBooking } from './support/booking.ts';
import { givenRoom } from './support/instance.ts';

let receiver: OtlpReceiver;
let instance: TestInstance;
const clients: Client[] = [];

beforeAll(async () => {
  receiver = await startOtlpReceiver();
  instance = await startInstance({
    env: { OTEL_EXPORTER_OTLP_ENDPOINT: receiver.url, OTEL_BSP_SCHEDULE_DELAY: '100' },
  });
});
afterAll(async () => {
  await Promise.all(clients.map((client) => client.close()));
  await instance[Symbol.asyncDispose]();
  await receiver[Symbol.asyncDispose]();
});

/** A signed-in person, whose requests have these headers. */
async function as(subject: string, role: Role, headers: Readonly<Record<string, string>> = {}) {
  const issuer = await openIssuer(instance.dataDir);
  const token = await issuer.mint({ subject, role, expiresIn: 3_600 });
  const client = createClient({ url: instance.url, token, headers });
  clients.push(client);
  return client;
}

const CLIENT_TRACE = '0af7651916cd43dd8448eb211c80319c';
const CLIENT_SPAN = 'b7ad6b7169203331';

/** Where the statements of events that come at the same time are one statement, which belongs to the first. */
const IN_BATCHES: ReadonlySet<unknown> = new Set(['view', 'notification']);
const isOfBatch = ({ service, attributes }: ReceivedSpan) =>
  IN_BATCHES.has(service) && 'db.system.name' in attributes;

test('F3 A booking is one trace, from the request of its client to CONFIRMED', async () => {
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
        booking: client find-room
        booking: client hold-slot/1
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
    router: client fetch payment
      payment: server POST /graphql
        payment: client payments-by-bookings
  router: internal plan`
  .trim()
  .split('\n');
