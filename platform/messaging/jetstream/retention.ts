import { type CloudEvent, type StreamRetention, subjectOf } from '../event.ts';
import type { NatsClient } from './connection.ts';
import { LONGEST_SECONDS } from './streams.ts';

/**
 * How long a stream keeps an event that is published now, in seconds: until it is needed no longer, and then
 * for the retention; undefined for one that stays until a later one of its subject takes its place.
 */
export function timeToLive(
  event: CloudEvent,
  retention: StreamRetention,
  keptMs: number,
  now = Date.now(),
): number | undefined {
  if (isLatestKept(event, retention)) return undefined;
  const seconds = Math.ceil((Math.max(neededUntil(event, retention), now) + keptMs - now) / 1_000);
  return Math.min(seconds, LONGEST_SECONDS);
}

/** Whether the last event of the subject stays in the stream. */
export function isLatestKept({ type }: Pick<CloudEvent, 'type'>, { latest }: StreamRetention): boolean {
  return latest.some((each) => each.type === type);
}

/** Whether the retention of an event is over, unless the stream keeps it as the last of its subject. */
export function isPast(
  event: CloudEvent,
  retention: StreamRetention,
  keptMs: number,
  now = Date.now(),
): boolean {
  return Math.max(neededUntil(event, retention), Date.parse(event.time)) + keptMs <= now;
}

function neededUntil(event: CloudEvent, retention: StreamRetention): number {
  const until = retention.neededUntil?.(event);
  return until === undefined ? 0 : Date.parse(until);
}

/**
 * Which events a stream has to have, according to its retention.
 *
 * @param published all published events, each aggregate's in order
 */
export async function createExpectation(
  published: AsyncIterable<readonly CloudEvent[]>,
  retention: StreamRetention,
  keptMs: number,
): Promise<(event: CloudEvent) => boolean> {
  /** The last event of each subject, of those that stay. */
  const latest = new Map<string, string>();
  if (retention.latest.length > 0)
    for await (const events of published)
      for (const event of events) if (isLatestKept(event, retention)) latest.set(subjectOf(event), event.id);
  return (event) =>
    !isPast(event, retention, keptMs) ||
    (isLatestKept(event, retention) && latest.get(subjectOf(event)) === event.id);
}

/** The status of a direct get that finds no message. */
const NOT_FOUND = 404;
const ANSWER_MS = 5_000;

/**
 * The sequence from which on a stream has all its messages: that of the first one within the retention. Those
 * before may be gone, each at its own time.
 *
 * @param last the sequence of the last message
 * @param since the beginning of the retention, in milliseconds since 1970
 */
export async function completeFrom(
  { connection }: Pick<NatsClient, 'connection'>,
  { stream, last, since }: { readonly stream: string; readonly last: number; readonly since: number },
): Promise<number> {
  const start_time = new Date(since).toISOString();
  const body = JSON.stringify({ start_time, batch: 1 });
  const found = await connection.request(`$JS.API.DIRECT.GET.${stream}`, body, { timeout: ANSWER_MS });
  if (found.headers?.code === NOT_FOUND) return last + 1;
  const sequence = Number(found.headers?.get('Nats-Sequence'));
  if (sequence > 0) return sequence;
  throw new Error(
    `The stream ${stream} does not tell where its retention begins: ${found.headers?.description}`,
  );
}
