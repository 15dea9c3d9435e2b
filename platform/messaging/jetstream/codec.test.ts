import { describe, expect, test } from 'vitest';
import { type CloudEvent, causedBy, subjectOf } from '../event.ts';
import { decodeEvent, encodeEvent } from './codec.ts';

const event: CloudEvent = {
  id: '0190b6a0-0000-7000-8000-000000000001',
  type: 'meetingroom.booking.paid.v1',
  aggregateId: '0190b6a0-0000-7000-8000-000000000002',
  version: 2,
  time: '2030-05-01T09:00:00.000Z',
  cause: { correlationId: 'story', causationId: 'request', traceparent: '00-0af7651916cd43dd-b7ad6b71-01' },
  data: { booking: { name: '회의실 한강', note: null } },
};

function sent(one: CloudEvent = event) {
  const { headers, body } = encodeEvent(one);
  return { headers, data: body, subject: subjectOf(one), seq: 7 };
}

test('decodes an encoded event, with its subject and sequence', () => {
  expect(decodeEvent(sent())).toEqual({
    ...event,
    subject: `booking.paid.${event.aggregateId}`,
    streamSequence: 7,
  });
});

test('decodes an event without a trace', () => {
  const { traceparent: _, ...cause } = event.cause;
  expect(decodeEvent(sent({ ...event, cause })).cause).toEqual(cause);
});

test('encodes a CloudEvent in binary mode', () => {
  const { headers } = sent();
  expect(Object.fromEntries(headers.keys().map((name) => [name, headers.get(name)]))).toEqual({
    'ce-specversion': '1.0',
    'ce-id': event.id,
    'ce-type': event.type,
    'ce-source': '/meetingroom/booking',
    'ce-subject': event.aggregateId,
    'ce-time': event.time,
    'ce-sequence': '2',
    'ce-correlationid': 'story',
    'ce-causationid': 'request',
    traceparent: event.cause.traceparent,
    'content-type': 'application/json',
  });
});

describe('rejects a message', () => {
  test.each([
    'ce-id',
    'ce-type',
    'ce-subject',
    'ce-sequence',
    'ce-time',
    'ce-correlationid',
    'ce-causationid',
  ])('without the header %s', (name) => {
    const message = sent();
    message.headers.delete(name);
    expect(() => decodeEvent(message)).toThrow(`has no ${name} header`);
  });

  test('without a version', () => {
    const message = sent();
    message.headers.set('ce-sequence', 'two');
    expect(() => decodeEvent(message)).toThrow('no version');
  });

  test('whose body is not JSON', () => {
    expect(() => decodeEvent({ ...sent(), data: new TextEncoder().encode('paid') })).toThrow();
  });

  test('with a type of another system', () => {
    expect(() => subjectOf({ ...event, type: 'com.example.paid' })).toThrow('not an event type');
  });
});

test('the cause of an effect keeps the correlation id of its event', () => {
  expect(causedBy(event)).toEqual({ ...event.cause, causationId: event.id });
});
