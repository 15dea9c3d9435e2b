import type { Msg } from 'nats';
import type { ReceivedEvent } from '../event.ts';
import { decodeEvent } from './codec.ts';

/** Receives the messages of one ordered push consumer. */
export type OrderedDelivery = {
  /** Takes an event or a control message. */
  take(message: Msg): void;
  /** Sets the number of events at the time the consumer was created, and the stream's last sequence then. */
  expect(count: number, last: number): void;
  /** True when no message has arrived since the previous call. */
  isSilent(): boolean;
};

export type OrderedDeliveryDeps = {
  /** The stream sequence of the last event delivered before. Events up to it are not delivered again. */
  readonly after: number;
  /** Whether an event is delivered; the others are not decoded. */
  readonly wants: (subject: string, sequence: number) => boolean;
  readonly onEvent: (event: ReceivedEvent) => void;
  /** Called for an event that cannot be decoded. Later events are delivered. */
  readonly onUnreadable: (
    error: unknown,
    message: { readonly subject: string; readonly sequence: number },
  ) => void;
  /** Called with the stream sequence of each event, readable or not, before it is delivered. */
  readonly onSequence: (sequence: number) => void;
  /** Called after the last expected event, with the last known sequence of the stream. */
  readonly onComplete: (last: number) => void;
  /** Called when an event is missing. The consumer has to be replaced. */
  readonly onBroken: (reason: string) => void;
  /** Publishes an empty message. */
  readonly respond: (subject: string) => void;
};

/** The status of JetStream's control messages: heartbeats and flow control. */
const CONTROL = 100;

/** Delivers the events of an ordered consumer, and detects gaps by delivery sequences and heartbeats. */
export function createOrderedDelivery(deps: OrderedDeliveryDeps): OrderedDelivery {
  const { after, wants, onEvent, onUnreadable, onSequence, onComplete, onBroken, respond } = deps;
  let received = 0;
  let lastSequence = 0;
  let expected: { readonly count: number; readonly last: number } | undefined;
  let isHeard = true;

  function checkComplete(): void {
    if (!expected || received < expected.count) return;
    const last = Math.max(expected.last, lastSequence);
    expected = undefined;
    onComplete(last);
  }

  function takeEvent(message: Msg): void {
    const { headers, data, subject } = message;
    const { sequence, deliverySequence } = sequencesOf(message);
    if (deliverySequence !== received + 1) {
      onBroken('an event is missing');
      return;
    }
    received += 1;
    lastSequence = sequence;
    if (sequence > after) {
      onSequence(sequence);
      try {
        if (wants(subject, sequence)) onEvent(decodeEvent({ headers, data, subject, seq: sequence }));
      } catch (error) {
        onUnreadable(error, { subject, sequence });
      }
    }
    checkComplete();
  }

  function takeControl(message: Msg): void {
    // A control message with a reply subject is a flow control request.
    if (message.reply) message.respond();
    const stalled = message.headers?.get('Nats-Consumer-Stalled');
    if (stalled) respond(stalled);
    const delivered = message.headers?.get('Nats-Last-Consumer');
    if (delivered && Number(delivered) !== received) onBroken('an event is missing');
  }

  return {
    take(message) {
      isHeard = true;
      if (message.headers?.code === CONTROL) takeControl(message);
      else takeEvent(message);
    },
    expect(count, last) {
      expected = { count, last };
      checkComplete();
    },
    isSilent() {
      const isSilent = !isHeard;
      isHeard = false;
      return isSilent;
    },
  };
}

/**
 * Reads a message's stream sequence and delivery sequence from its acknowledgement subject:
 * `$JS.ACK[.domain.account].stream.consumer.deliveries.sequence.delivered.time.pending[.token]`. NaN without
 * one.
 */
function sequencesOf({ reply = '' }: Msg): { readonly sequence: number; readonly deliverySequence: number } {
  const tokens = reply.split('.');
  const first = tokens.length > 9 ? 7 : 5;
  return { sequence: Number(tokens[first]), deliverySequence: Number(tokens[first + 1]) };
}
