import type { JsMsg } from 'nats';
import { MalformedEvent, type StreamRetention } from '../event.ts';
import { decodeEvent } from './codec.ts';
import type { NatsLink } from './connection.ts';
import { completeFrom, isLatestKept, isPast } from './retention.ts';
import { readMessages } from './stream-reader.ts';
import { API_ERROR, apiErrorCode, deleteMessage, keptMsOf, streamOf } from './streams.ts';

/**
 * Creates a job that deletes from a context's stream what is not needed and what the server does not remove:
 * events whose place a later one of their subject has taken, and those without a time to live, because an
 * earlier version published them. It leaves alone what is within the retention.
 *
 * @returns a function that deletes them and resolves to their number. Each message is read once, and again
 *   after a restart
 */
export function createStreamTrimming(
  nats: NatsLink,
  context: string,
  retention: StreamRetention,
): () => Promise<number> {
  const stream = streamOf(context);
  let created: string | undefined;
  let position = 0;
  /** The last message of each subject, of those that stay and were read. */
  const latest = new Map<string, number>();

  /** The sequences of the messages to delete, now that this one was read. */
  function superfluous(message: JsMsg, keptMs: number): readonly number[] {
    const event = decodedOrUndefined(message);
    if (event && isLatestKept(event, retention)) {
      const before = latest.get(message.subject);
      latest.set(message.subject, message.seq);
      return before === undefined ? [] : [before];
    }
    const expires = message.headers?.has('Nats-TTL') ?? false;
    return expires || (event && !isPast(event, retention, keptMs)) ? [] : [message.seq];
  }

  return async () => {
    if (!nats.isConnected()) return 0;
    const client = await nats.client;
    const info = await client.jsm.streams.info(stream).catch((error: unknown) => {
      if (apiErrorCode(error) === API_ERROR.streamNotFound) return undefined;
      throw error;
    });
    const keptMs = info && keptMsOf(info.config);
    if (keptMs === undefined) return 0;
    if (String(info?.created) !== created) {
      created = String(info?.created);
      position = 0;
      latest.clear();
    }
    const since = Date.now() - keptMs;
    const end = await completeFrom(client, { stream, last: info?.state.last_seq ?? 0, since });
    if (end - 1 <= position) return 0;
    let deleted = 0;
    for await (const { messages, last } of readMessages(client, stream, { after: position })) {
      for (const message of messages.filter(({ seq }) => seq < end)) {
        for (const sequence of superfluous(message, keptMs))
          if (await deleteMessage(client.jsm, stream, sequence, { overwrite: false })) deleted += 1;
        position = message.seq;
      }
      if (last >= end) break;
    }
    position = end - 1;
    return deleted;
  };
}

function decodedOrUndefined(message: JsMsg) {
  try {
    return decodeEvent(message);
  } catch (error) {
    if (error instanceof MalformedEvent) return undefined;
    throw error;
  }
}
