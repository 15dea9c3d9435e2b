import { headers, type JsMsg, type MsgHdrs, type SeqMsgRequest, type StoredMsg } from 'nats';
import { newId } from '../../identifiers.ts';
import type { NatsClient, NatsLink } from './connection.ts';
import { API_ERROR, apiErrorCode, DEAD, ensureStream, REPLAY } from './streams.ts';

/** An event that a service failed to handle, as stored in the stream DEAD. */
export type DeadLetter = {
  /** Its sequence in DEAD. */
  readonly sequence: number;
  /** The service that failed to handle it. */
  readonly service: string;
  /** The event's id; for a message without one its original stream and sequence, such as `BOOKING:17`. */
  readonly eventId: string;
  /** The original subject, stream and sequence, and the consumer that delivered it. */
  readonly subject: string;
  readonly stream: string;
  readonly streamSequence: number;
  readonly consumer: string;
  readonly reason: string;
  /** The number of attempts since it was published or replayed. */
  readonly tries: number;
  /** The number of replays before. */
  readonly replays: number;
  /** When it was stored in DEAD, RFC 3339. */
  readonly time: string;
  /** The event's own headers, such as `ce-type`. */
  readonly attributes: Readonly<Record<string, string>>;
  readonly body: string;
};

/** Why a message is moved to DEAD. */
export type DeliveryFailure = {
  readonly service: string;
  readonly consumer: string;
  readonly reason: string;
  readonly tries: number;
};

const PREFIX = 'dead-';
const MAX_REASON_LENGTH = 1_000;

/**
 * Stores a message in DEAD unchanged, with the reason in headers, and resolves when the server has
 * acknowledged it. The same event is stored once, however late it fails again.
 */
export async function storeDeadLetter(
  { js, jsm }: NatsClient,
  message: JsMsg,
  failure: DeliveryFailure,
): Promise<void> {
  await ensureStream(jsm, DEAD);
  const { service } = failure;
  const subject = `dead.${service}.${originalSubject(message.subject)}`;
  const marked = markedHeaders(message, failure);
  const eventId = eventIdOf(marked);
  const replays = Number(marked.get(`${PREFIX}replays`));
  const isStored = async () =>
    (await listDeadLetters({ jsm }, subject)).some(
      (letter) => letter.eventId === eventId && letter.replays === replays,
    );
  if (await isStored()) return;
  // The number of replays makes the id unique, because the letter before a replay may not be deleted yet.
  const msgID = [service, eventId, ...(replays > 0 ? [replays] : [])].join(':');
  const stored = await js.publish(subject, message.data, { headers: marked, msgID });
  // The server still remembers the id of a letter that has been deleted since.
  if (stored.duplicate && !(await isStored()))
    await js.publish(subject, message.data, { headers: marked, msgID: `${msgID}:${newId()}` });
}

/** The number of a service's dead letters. Rejects when the server does not tell. */
export async function countDeadLetters(nats: NatsLink, service: string): Promise<number> {
  if (!nats.isConnected()) throw new Error('NATS is not connected');
  const { jsm } = await nats.client;
  try {
    const { state } = await jsm.streams.info(DEAD.name, { subjects_filter: `dead.${service}.>` });
    return Object.values(state.subjects ?? {}).reduce((sum, count) => sum + count, 0);
  } catch (error) {
    if (apiErrorCode(error) === API_ERROR.streamNotFound) return 0;
    throw error;
  }
}

/** Reads the dead letters of a subject filter, oldest first. */
export async function listDeadLetters(
  { jsm }: Pick<NatsClient, 'jsm'>,
  subject = 'dead.>',
): Promise<readonly DeadLetter[]> {
  const letters: DeadLetter[] = [];
  for (let next = 1; ; ) {
    const stored = await messageFrom(jsm, next, subject);
    if (!stored) return letters;
    letters.push(toDeadLetter(stored));
    next = stored.seq + 1;
  }
}

/**
 * Replays a dead letter to its service, and to no other, by moving it from DEAD to REPLAY. After a crash
 * between the two steps it is in both; another replay does no harm.
 *
 * @returns its sequence in the stream REPLAY, where it stays until it is handled or fails again
 */
export async function replay({ js, jsm }: NatsClient, letter: DeadLetter): Promise<number> {
  await ensureStream(jsm, REPLAY);
  const stored = await jsm.streams.getMessage(DEAD.name, { seq: letter.sequence });
  const marked = copyHeaders(stored.header);
  const replays = letter.replays + 1;
  marked.set(`${PREFIX}replays`, String(replays));
  const { seq } = await js.publish(`replay.${letter.service}.${letter.subject}`, stored.data, {
    headers: marked,
    msgID: `${letter.service}:${letter.eventId}:${replays}:${letter.sequence}`,
  });
  await jsm.streams.deleteMessage(DEAD.name, letter.sequence, false);
  return seq;
}

/** Whether a replayed letter still waits in REPLAY. */
export async function isReplayPending({ jsm }: NatsClient, replaySequence: number): Promise<boolean> {
  const stored = await messageFrom(jsm, replaySequence, 'replay.>', REPLAY.name);
  return stored?.seq === replaySequence;
}

async function messageFrom(
  jsm: NatsClient['jsm'],
  seq: number,
  subject: string,
  stream = DEAD.name,
): Promise<StoredMsg | undefined> {
  // The first message of the subject at or after the sequence. The client's types lack this field of the
  // server's API.
  const query: SeqMsgRequest & { readonly next_by_subj: string } = { seq, next_by_subj: subject };
  try {
    return await jsm.streams.getMessage(stream, query);
  } catch (error) {
    const code = apiErrorCode(error);
    if (code === API_ERROR.messageNotFound || code === API_ERROR.streamNotFound) return undefined;
    throw error;
  }
}

/** The message's headers, with those of a dead letter added or replaced. */
function markedHeaders(message: JsMsg, { service, consumer, reason, tries }: DeliveryFailure): MsgHdrs {
  const marked = copyHeaders(message.headers);
  const mark = (name: string, value: string) => marked.set(PREFIX + name, value);
  const line = reason.replaceAll(/\s+/g, ' ').slice(0, MAX_REASON_LENGTH);
  // A replayed letter keeps its original stream and sequence.
  if (!marked.has(`${PREFIX}stream`)) {
    mark('stream', message.info.stream);
    mark('sequence', String(message.seq));
    mark('replays', '0');
  }
  mark('service', service);
  mark('consumer', consumer);
  mark('reason', line);
  mark('tries', String(tries));
  mark('time', new Date().toISOString());
  return marked;
}

/** All headers except those for the server. */
function copyHeaders(from: MsgHdrs | undefined): MsgHdrs {
  const copy = headers();
  for (const [name, values] of from ?? []) {
    if (!/^nats-/i.test(name)) for (const value of values) copy.append(name, value);
  }
  return copy;
}

function eventIdOf(marked: MsgHdrs): string {
  return marked.get('ce-id') || `${marked.get(`${PREFIX}stream`)}:${marked.get(`${PREFIX}sequence`)}`;
}

/** The subject without the prefix of REPLAY or DEAD: `<context>.<event>.<aggregateId>`. */
function originalSubject(subject: string): string {
  return subject.replace(/^(?:replay|dead)\.[^.]+\./, '');
}

function toDeadLetter(stored: StoredMsg): DeadLetter {
  const own = copyHeaders(stored.header);
  const mark = (name: string) => own.get(PREFIX + name);
  return {
    sequence: stored.seq,
    // By the subject, which only this service may publish; a header could name another one.
    service: stored.subject.split('.')[1] ?? '',
    eventId: eventIdOf(own),
    subject: originalSubject(stored.subject),
    stream: mark('stream'),
    streamSequence: Number(mark('sequence')),
    consumer: mark('consumer'),
    reason: mark('reason'),
    tries: Number(mark('tries')),
    replays: Number(mark('replays')),
    time: mark('time'),
    attributes: Object.fromEntries(
      own
        .keys()
        .filter((name) => !name.startsWith(PREFIX))
        .map((name) => [name, own.get(name)]),
    ),
    body: stored.string(),
  };
}
