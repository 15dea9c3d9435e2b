import { headers, type JsMsg, type MsgHdrs, type SeqMsgRequest, type StoredMsg } from 'nats';
import { newId } from '../../identifiers.ts';
import type { NatsClient } from './connection.ts';
import { API_ERROR, apiErrorCode, DEAD, ensureStream, REPLAY } from './streams.ts';

/** An event that a service could not handle, as it lies in the stream DEAD. */
export type DeadLetter = {
  /** Its place in DEAD. */
  readonly sequence: number;
  /** The service that could not handle it. */
  readonly service: string;
  /** The event's id; of a message that has none, its original place, such as `BOOKING:17`. */
  readonly eventId: string;
  /** What it came as: subject, stream and place, and through which consumer. */
  readonly subject: string;
  readonly stream: string;
  readonly streamSequence: number;
  readonly consumer: string;
  readonly reason: string;
  /** How often it was tried since it was sent or replayed. */
  readonly tries: number;
  /** How often it was given back to its service before. */
  readonly replays: number;
  /** RFC 3339: when it was given up. */
  readonly time: string;
  /** The event's own headers, such as `ce-type`. */
  readonly attributes: Readonly<Record<string, string>>;
  readonly body: string;
};

/** Why a message is given up. */
export type DeliveryFailure = {
  readonly service: string;
  readonly consumer: string;
  readonly reason: string;
  readonly tries: number;
};

const MARK = 'dead-';
const MAX_REASON = 1_000;

/**
 * Puts a message into DEAD as it came, with the reason, and resolves when it is stored there. The same event given up
 * twice lies there once, however long after the first time.
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
  const replays = Number(marked.get(`${MARK}replays`));
  const isThere = async () =>
    (await listDeadLetters({ jsm }, subject)).some(
      (letter) => letter.eventId === eventId && letter.replays === replays,
    );
  if (await isThere()) return;
  // Each replay is another death: the letter of the one before may still be there, about to be removed.
  const msgID = [service, eventId, ...(replays > 0 ? [replays] : [])].join(':');
  const stored = await js.publish(subject, message.data, { headers: marked, msgID });
  // Known to the server from a letter that was taken out since.
  if (stored.duplicate && !(await isThere()))
    await js.publish(subject, message.data, { headers: marked, msgID: `${msgID}:${newId()}` });
}

/** The letters in DEAD, oldest first. */
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
 * Gives a dead letter back to its service, and to no other; resolves when it is safely on its way and no longer in
 * DEAD. Cut off between the two, it is in both: replaying it once more does no harm.
 *
 * @returns its place in the stream REPLAY, where it stays until it is handled or given up again
 */
export async function replay({ js, jsm }: NatsClient, letter: DeadLetter): Promise<number> {
  await ensureStream(jsm, REPLAY);
  const stored = await jsm.streams.getMessage(DEAD.name, { seq: letter.sequence });
  const marked = copyHeaders(stored.header);
  const replays = letter.replays + 1;
  marked.set(`${MARK}replays`, String(replays));
  const { seq } = await js.publish(`replay.${letter.service}.${letter.subject}`, stored.data, {
    headers: marked,
    msgID: `${letter.service}:${letter.eventId}:${replays}:${letter.sequence}`,
  });
  await jsm.streams.deleteMessage(DEAD.name, letter.sequence, false);
  return seq;
}

/** Whether a replayed letter still waits to be handled. */
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
  // The first with the subject at or behind the place; the client's types know less than the server.
  const query: SeqMsgRequest & { readonly next_by_subj: string } = { seq, next_by_subj: subject };
  try {
    return await jsm.streams.getMessage(stream, query);
  } catch (error) {
    const code = apiErrorCode(error);
    if (code === API_ERROR.messageNotFound || code === API_ERROR.streamNotFound) return undefined;
    throw error;
  }
}

/** The event's own headers, those of an earlier death, and those of this one. */
function markedHeaders(message: JsMsg, { service, consumer, reason, tries }: DeliveryFailure): MsgHdrs {
  const marked = copyHeaders(message.headers);
  const mark = (name: string, value: string) => marked.set(MARK + name, value);
  const line = reason.replaceAll(/\s+/g, ' ').slice(0, MAX_REASON);
  // Of a replayed one it is known already where it came from first.
  if (!marked.has(`${MARK}stream`)) {
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

/** All headers but those that speak to the server. */
function copyHeaders(from: MsgHdrs | undefined): MsgHdrs {
  const copy = headers();
  for (const [name, values] of from ?? []) {
    if (!/^nats-/i.test(name)) for (const value of values) copy.append(name, value);
  }
  return copy;
}

function eventIdOf(marked: MsgHdrs): string {
  return marked.get('ce-id') || `${marked.get(`${MARK}stream`)}:${marked.get(`${MARK}sequence`)}`;
}

/** `<context>.<event>.<aggregateId>`, also of one that came as a replay or lies in DEAD. */
function originalSubject(subject: string): string {
  return subject.replace(/^(?:replay|dead)\.[^.]+\./, '');
}

function toDeadLetter(stored: StoredMsg): DeadLetter {
  const own = copyHeaders(stored.header);
  const mark = (name: string) => own.get(MARK + name);
  return {
    sequence: stored.seq,
    service: mark('service'),
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
        .filter((name) => !name.startsWith(MARK))
        .map((name) => [name, own.get(name)]),
    ),
    body: stored.string(),
  };
}
