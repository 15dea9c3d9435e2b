import type { JetStreamManager } from 'nats';
import { durationText } from '../../config/duration.ts';
import type { NatsClient } from './connection.ts';
import { completeFrom } from './retention.ts';
import {
  DEAD,
  ensureStream,
  keptMsOf,
  LONGEST_SECONDS,
  metadataWith,
  NANOS,
  type StreamDefinition,
  type StreamSettings,
} from './streams.ts';
import { servicesBehind } from './unhandled.ts';

/** What an operator may say about streams. What is undefined stays as it is. */
export type StreamChoices = {
  /** The servers that have each stream; one for new streams. */
  readonly replicas?: number | undefined;
  /** How long the streams of contexts keep events, in milliseconds; 30 days for new streams. */
  readonly eventsKeptMs?: number | undefined;
  /** How long dead letters are kept, in milliseconds; in a new stream until they are replayed. */
  readonly deadKeptMs?: number | undefined;
};

/** What is asked of a stream or about it. */
type Manager = Pick<NatsClient, 'jsm' | 'connection'>;

/**
 * As `ensureStream`; a stream that exists is changed as chosen, and one without retention, from an earlier
 * version, gets that of the definition. It takes a user who may change streams.
 *
 * The retention of events is not shortened while a service has not handled what could leave the stream then.
 *
 * @returns sentences about what therefore stays as it was
 * @throws Error if a single server is to have several replicas
 */
export async function ensureCurrentStream(
  client: Manager,
  stream: StreamDefinition,
  choices: StreamChoices = {},
): Promise<readonly string[]> {
  const { jsm } = client;
  const { replicas } = choices;
  const age = maxAgeOf(stream, choices);
  const wanted = { ...stream, ...age, ...(replicas === undefined ? {} : { num_replicas: replicas }) };
  const config = await ensureStream(jsm, wanted);
  const { changes, notes } = await retentionOf(client, { stream, config }, choices);
  const moves = replicas !== undefined && config.num_replicas !== replicas;
  if (moves && replicas > 1) await requireCluster(jsm, stream.name);
  const current = {
    ...changes,
    ...(config.max_age === (age.max_age ?? config.max_age) ? {} : age),
    ...(moves ? { num_replicas: replicas } : {}),
  };
  if (Object.keys(current).length > 0) await jsm.streams.update(stream.name, current);
  return notes;
}

/** The age up to which the server keeps messages of a stream. For events, each message says it itself. */
function maxAgeOf({ name }: StreamDefinition, { deadKeptMs }: StreamChoices): { readonly max_age?: number } {
  if (name !== DEAD.name || deadKeptMs === undefined) return {};
  return { max_age: Math.min(deadKeptMs, LONGEST_SECONDS * 1_000) * NANOS };
}

type RetentionChange = {
  readonly changes: Partial<StreamSettings>;
  /** Why there is none. */
  readonly notes: readonly string[];
};

async function retentionOf(
  client: Manager,
  { stream, config }: { readonly stream: StreamDefinition; readonly config: Partial<StreamSettings> },
  { eventsKeptMs: keptMs }: StreamChoices,
): Promise<RetentionChange> {
  const { name, allow_msg_ttl, metadata } = stream;
  if (!allow_msg_ttl) return { changes: {}, notes: [] };
  const former = keptMsOf(config);
  if (former === undefined)
    return { changes: { allow_msg_ttl, metadata: { ...config.metadata, ...metadata } }, notes: [] };
  const changed = keptMs === undefined ? undefined : metadataWith(keptMs, config);
  if (keptMs === undefined || changed === undefined) return { changes: {}, notes: [] };
  const behind = keptMs < former ? await behindOf(client, name, keptMs) : [];
  if (behind.length === 0) return { changes: { metadata: changed }, notes: [] };
  const note = `${name} still keeps events for ${durationText(former)}, not for ${durationText(keptMs)}: older ones are not handled by ${behind.join(', ')}.`;
  return { changes: {}, notes: [note] };
}

/** The services that have not handled what is older than a retention. */
async function behindOf(client: Manager, stream: string, keptMs: number): Promise<readonly string[]> {
  const { state } = await client.jsm.streams.info(stream);
  const first = await completeFrom(client, { stream, last: state.last_seq, since: Date.now() - keptMs });
  return servicesBehind(client.jsm, stream, first - 1);
}

/**
 * A single server refuses to create a stream of several replicas, but takes the change of one that exists.
 *
 * @throws Error if the stream is on a single server
 */
async function requireCluster(jsm: JetStreamManager, name: string): Promise<void> {
  const { cluster } = await jsm.streams.info(name);
  if (!cluster?.name) throw new Error('replicas > 1 not supported in non-clustered mode');
}
