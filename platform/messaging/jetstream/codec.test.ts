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

test('an event comes out as it went in, with its place', () => {
  expect(decodeEvent(sent())).toEqual({
    ...event,
    subject: `booking.paid.${event.aggregateId}`,
    streamSequence: 7,
  });
});

test('one without a trace comes out without one', () => {
  const { traceparent: _, ...cause } = event.cause;
  expect(decodeEvent(sent({ ...event, cause })).cause).toEqual(cause);
});

test('it is a CloudEvent in binary mode', () => {
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

describe('what is no event of ours', () => {
  test.each([
    'ce-id',
    'ce-type',
    'ce-subject',
    'ce-sequence',
    'ce-time',
    'ce-correlationid',
    'ce-causationid',
  ])('one without %s', (name) => {
    const message = sent();
    message.headers.delete(name);
    expect(() => decodeEvent(message)).toThrow(`has no ${name} header`);
  });

  test('one without a version', () => {
    const message = sent();
    message.headers.set('ce-sequence', 'two');
    expect(() => decodeEvent(message)).toThrow('no version');
  });

  test('one whose body is no JSON', () => {
    expect(() => decodeEvent({ ...sent(), data: new TextEncoder().encode('paid') })).toThrow();
  });

  test('a type of another system has no subject', () => {
    expect(() => subjectOf({ ...event, type: 'com.example.paid' })).toThrow('no event type');
  });
});

test('what an event brings about belongs to the same story', () => {
  expect(causedBy(event)).toEqual({ ...event.cause, causationId: event.id });
});
