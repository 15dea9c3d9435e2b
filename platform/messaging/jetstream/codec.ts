import { headers, JSONCodec, type JsMsg, type MsgHdrs } from 'nats';
import { parseJson } from '../../json.ts';
import { type CloudEvent, MalformedEvent, type ReceivedEvent } from '../event.ts';

const json = JSONCodec<unknown>();
const utf8 = new TextDecoder();

/** Encodes an event as a CloudEvent 1.0 in binary mode: attributes as `ce-` headers, the data as the body. */
export function encodeEvent(event: CloudEvent): { headers: MsgHdrs; body: Uint8Array } {
  const attributes = headers();
  attributes.set('ce-specversion', '1.0');
  attributes.set('ce-id', event.id);
  attributes.set('ce-type', event.type);
  attributes.set('ce-source', `/meetingroom/${event.type.split('.')[1]}`);
  attributes.set('ce-subject', event.aggregateId);
  attributes.set('ce-time', event.time);
  attributes.set('ce-sequence', String(event.version));
  attributes.set('ce-correlationid', event.cause.correlationId);
  attributes.set('ce-causationid', event.cause.causationId);
  if (event.cause.traceparent) attributes.set('traceparent', event.cause.traceparent);
  attributes.set('content-type', 'application/json');
  return { headers: attributes, body: json.encode(event.data) };
}

/**
 * Decodes an event. @throws MalformedEvent when a required attribute is missing or invalid, or the body is
 * not JSON.
 */
export function decodeEvent(message: Pick<JsMsg, 'headers' | 'data' | 'subject' | 'seq'>): ReceivedEvent {
  const attribute = (name: string): string => {
    const value = message.headers?.get(name);
    if (!value)
      throw new MalformedEvent(`The message ${message.seq} on ${message.subject} has no ${name} header`);
    return value;
  };
  const traceparent = message.headers?.get('traceparent');
  const version = Number(attribute('ce-sequence'));
  if (!Number.isSafeInteger(version))
    throw new MalformedEvent(
      `The message ${message.seq} on ${message.subject} has no version in ce-sequence`,
    );
  return {
    id: attribute('ce-id'),
    type: attribute('ce-type'),
    aggregateId: attribute('ce-subject'),
    version,
    time: attribute('ce-time'),
    cause: {
      correlationId: attribute('ce-correlationid'),
      causationId: attribute('ce-causationid'),
      ...(traceparent ? { traceparent } : {}),
    },
    data: decodeBody(message),
    subject: message.subject,
    streamSequence: message.seq,
  };
}

function decodeBody({ data, subject, seq }: Pick<JsMsg, 'data' | 'subject' | 'seq'>): unknown {
  try {
    return parseJson(utf8.decode(data));
  } catch (error) {
    throw new MalformedEvent(`The body of message ${seq} on ${subject} is not JSON, or nested too deeply`, {
      cause: error,
    });
  }
}
