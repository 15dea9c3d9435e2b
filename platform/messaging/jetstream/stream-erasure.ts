import type { JetStreamManager, JsMsg } from 'nats';
import type { NatsClient } from './connection.ts';
import { readMessages } from './stream-reader.ts';
import { API_ERROR, apiErrorCode, DEAD, deleteMessage, REPLAY, streamOf } from './streams.ts';
import { servicesBehind } from './unhandled.ts';

/** The sequence of the last message of each stream that there is. */
export type StreamPositions = ReadonlyMap<string, number>;

/** Erases messages from streams once every service has handled them. */
export type StreamErasure = {
  /** The ends of the streams of these contexts, now. */
  ends(): Promise<StreamPositions>;
  /**
   * Whether every service that follows a stream has handled its messages up to a position, or has none left
   * to handle.
   */
  areHandled(upTo: StreamPositions): Promise<boolean>;
  /**
   * Overwrites and deletes the messages after some positions and up to others that a predicate selects, also
   * their dead letters. Returns their number.
   */
  erase(
    range: { readonly after: StreamPositions; readonly upTo: StreamPositions },
    isSelected: (message: StoredMessage) => boolean,
  ): Promise<number>;
  /** Overwrites and deletes the messages of one subject of a context, also their dead letters. */
  eraseSubject(context: string, subject: string): Promise<void>;
};

export type StoredMessage = { readonly subject: string; readonly body: string };

/** @param contexts whose streams may be erased from */
export function createStreamErasure(
  client: Promise<Pick<NatsClient, 'js' | 'jsm'>>,
  contexts: readonly string[],
): StreamErasure {
  return {
    async ends() {
      const { jsm } = await client;
      const positions = new Map<string, number>();
      for (const stream of [...contexts.map(streamOf), DEAD.name, REPLAY.name]) {
        const end = await endOf(jsm, stream);
        if (end !== undefined) positions.set(stream, end);
      }
      return positions;
    },

    async areHandled(upTo) {
      const { jsm } = await client;
      for (const [stream, position] of upTo) {
        if (stream !== DEAD.name && (await servicesBehind(jsm, stream, position)).length > 0) return false;
      }
      return true;
    },

    async erase({ after, upTo }, isSelected) {
      const { js, jsm } = await client;
      let erased = 0;
      for (const [stream, end] of upTo) {
        // Handling a replayed letter deletes it.
        if (stream === REPLAY.name) continue;
        const start = after.get(stream) ?? 0;
        for await (const { messages } of readMessages({ js, jsm }, stream, { after: start })) {
          for (const message of messages) {
            if (message.seq > end || !isSelected(toStored(message))) continue;
            if (await deleteMessage(jsm, stream, message.seq, { overwrite: true })) erased += 1;
          }
          if ((messages.at(-1)?.seq ?? 0) >= end) break;
        }
      }
      return erased;
    },

    async eraseSubject(context, subject) {
      const { js, jsm } = await client;
      const filters = { [streamOf(context)]: subject, [DEAD.name]: `dead.*.${subject}` };
      for (const [stream, filter] of Object.entries(filters))
        for await (const { messages } of readMessages({ js, jsm }, stream, { subjects: [filter], after: 0 }))
          for (const { seq } of messages) await deleteMessage(jsm, stream, seq, { overwrite: true });
    },
  };
}

function toStored(message: JsMsg): StoredMessage {
  return { subject: message.subject, body: message.string() };
}

/** Undefined for a stream that does not exist. */
async function endOf(jsm: JetStreamManager, stream: string): Promise<number | undefined> {
  try {
    return (await jsm.streams.info(stream)).state.last_seq;
  } catch (error) {
    if (apiErrorCode(error) === API_ERROR.streamNotFound) return undefined;
    throw error;
  }
}
