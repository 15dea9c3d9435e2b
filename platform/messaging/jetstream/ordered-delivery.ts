import type { Msg } from 'nats';
import type { ReceivedEvent } from '../event.ts';
import { decodeEvent } from './codec.ts';

/** The messages of one ordered consumer, as they arrive at its address. */
export type OrderedDelivery = {
  /** Takes a message, whether it carries an event or speaks of the consumer itself. */
  take(message: Msg): void;
  /** Says how many events were waiting when the consumer was made, and the stream's last place then. */
  expect(count: number, last: number): void;
  /** True when nothing was heard since the last time this was asked. */
  isSilent(): boolean;
};

export type OrderedDeliveryDeps = {
  /** The place of the last event that was given on before; what lies up to it is not given on again. */
  readonly after: number;
  readonly onEvent: (event: ReceivedEvent) => void;
  /** An event that cannot be read; those behind it are given on. */
  readonly onUnreadable: (
    error: unknown,
    message: { readonly subject: string; readonly sequence: number },
  ) => void;
  /** The place of each message that was taken, readable or not. */
  readonly onPlace: (sequence: number) => void;
  /** All that was expected has come; `last` is the last place known of the stream. */
  readonly onComplete: (last: number) => void;
  /** A message is missing: the consumer is of no more use. */
  readonly onBroken: (reason: string) => void;
  /** Sends an empty message. */
  readonly answer: (subject: string) => void;
};

/** Status of a message by which JetStream speaks of the consumer itself. */
const CONTROL = 100;

/** Gives on the events of an ordered consumer, and sees by its numbers and heartbeats whether one is missing. */
export function createOrderedDelivery(deps: OrderedDeliveryDeps): OrderedDelivery {
  const { after, onEvent, onUnreadable, onPlace, onComplete, onBroken, answer } = deps;
  let received = 0;
  let lastPlace = 0;
  let expected: { readonly count: number; readonly last: number } | undefined;
  let heard = true;

  function checkComplete(): void {
    if (!expected || received < expected.count) return;
    const last = Math.max(expected.last, lastPlace);
    expected = undefined;
    onComplete(last);
  }

  function takeEvent(message: Msg): void {
    const { headers, data, subject } = message;
    const { sequence, delivered } = placeOf(message);
    if (delivered !== received + 1) {
      onBroken('an event is missing');
      return;
    }
    received += 1;
    lastPlace = sequence;
    if (sequence > after) {
      onPlace(sequence);
      try {
        onEvent(decodeEvent({ headers, data, subject, seq: sequence }));
      } catch (error) {
        onUnreadable(error, { subject, sequence });
      }
    }
    checkComplete();
  }

  function takeControl(message: Msg): void {
    // One with an address asks to be answered: flow control.
    if (message.reply) message.respond();
    const stalled = message.headers?.get('Nats-Consumer-Stalled');
    if (stalled) answer(stalled);
    const delivered = message.headers?.get('Nats-Last-Consumer');
    if (delivered && Number(delivered) !== received) onBroken('an event is missing');
  }

  return {
    take(message) {
      heard = true;
      if (message.headers?.code === CONTROL) takeControl(message);
      else takeEvent(message);
    },
    expect(count, last) {
      expected = { count, last };
      checkComplete();
    },
    isSilent() {
      const silent = !heard;
      heard = false;
      return silent;
    },
  };
}

/**
 * Where a message stands in its stream and in what its consumer delivered, from the address of its acknowledgement:
 * `$JS.ACK[.domain.account].stream.consumer.deliveries.sequence.delivered.time.pending[.token]`. NaN when it has none.
 */
function placeOf({ reply = '' }: Msg): { readonly sequence: number; readonly delivered: number } {
  const tokens = reply.split('.');
  const first = tokens.length > 9 ? 7 : 5;
  return { sequence: Number(tokens[first]), delivered: Number(tokens[first + 1]) };
}
