import { createInbox, type Msg, type MsgHdrs, type NatsConnection } from 'nats';

/** A message for a stream; its `Nats-Msg-Id` is among the headers. */
export type Outgoing = { readonly subject: string; readonly headers: MsgHdrs; readonly body: Uint8Array };

/**
 * Sends messages to their stream and resolves when the server has stored all of them, in their order. Rejects when one
 * was refused, or not acknowledged within five seconds; what became of the others is then unknown.
 */
export type Send = (messages: readonly Outgoing[]) => Promise<void>;

type Awaited = {
  left: number;
  failure: Error | undefined;
  readonly answered: PromiseWithResolvers<void>;
};

const ACKNOWLEDGED_WITHIN_MS = 5_000;
/** Status of an answer by which NATS says that nobody listens to a subject. */
const NO_RESPONDERS = 503;

/**
 * Publishes to JetStream with one address for the acknowledgements of all batches, and one timer for each batch. The
 * client's own way, a request for each message, takes up to three times the CPU.
 */
export function createSender(connection: NatsConnection): Send {
  const inbox = createInbox();
  const batches = new Map<string, Awaited>();
  let sent = 0;

  function take(answer: Msg): void {
    const batch = batches.get(answer.subject);
    if (!batch) return;
    batch.failure ??= refusalOf(answer);
    batch.left -= 1;
    if (batch.left > 0) return;
    if (batch.failure) batch.answered.reject(batch.failure);
    else batch.answered.resolve();
  }

  connection.subscribe(`${inbox}.*`, {
    callback(error, answer) {
      if (!error) return take(answer);
      for (const { answered } of batches.values()) answered.reject(error);
    },
  });

  return async (messages) => {
    sent += 1;
    const reply = `${inbox}.${sent}`;
    const answered = Promise.withResolvers<void>();
    const batch: Awaited = { left: messages.length, failure: undefined, answered };
    batches.set(reply, batch);
    const timer = setTimeout(() => {
      const late = new Error(`${batch.left} of ${messages.length} messages were not acknowledged in time`);
      answered.reject(batch.failure ?? late);
    }, ACKNOWLEDGED_WITHIN_MS);
    try {
      for (const { subject, body, headers } of messages)
        connection.publish(subject, body, { headers, reply });
      await answered.promise;
    } finally {
      clearTimeout(timer);
      batches.delete(reply);
    }
  };
}

/** What JetStream answers to a message: where it was stored, or why it was not. */
type Acknowledgement = { readonly stream?: string; readonly error?: { readonly description: string } };

/** Why a message was not stored; undefined when it was, now or before. */
function refusalOf(answer: Msg): Error | undefined {
  if (answer.headers?.code === NO_RESPONDERS) return new Error('No stream takes the message');
  try {
    const { stream, error } = answer.json<Acknowledgement>();
    if (error) return new Error(`The message was refused: ${error.description}`);
    return stream ? undefined : new Error('The acknowledgement names no stream');
  } catch (cause) {
    return new Error('The acknowledgement cannot be read', { cause });
  }
}
