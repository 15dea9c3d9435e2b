import {
  AckPolicy,
  type ConsumerConfig,
  type ConsumerInfo,
  DeliverPolicy,
  type JetStreamManager,
} from 'nats';
import { API_ERROR, apiErrorCode, ensureStream, NANOS, type StreamDefinition } from './streams.ts';

/** What a service consumes, and the name of the consumer whose position the server keeps. */
export type Source = {
  readonly stream: StreamDefinition;
  readonly subjects: readonly string[];
  readonly service: string;
  /** The durable consumer's name. */
  readonly durable: string;
};

/** Events of a killed process are redelivered after this time. A running one extends it. */
const ACK_WAIT_MS = 10_000;
/** The highest number of events in flight. */
export const MAX_IN_FLIGHT = 256;
/** A position that was unused for this time belongs to a version that no longer runs. */
const INACTIVE_THRESHOLD_MS = 30 * 24 * 3_600_000;

/** Where a consumer begins: at the first event of its stream, or after a sequence of it. */
export type Beginning = Pick<ConsumerConfig, 'deliver_policy' | 'opt_start_seq'>;

const FROM_FIRST: Beginning = { deliver_policy: DeliverPolicy.All };

/** @param sequence of the last event that the consumer leaves out; with 0 it begins at the first one */
export function beginningAfter(sequence: number): Beginning {
  return sequence === 0
    ? FROM_FIRST
    : { deliver_policy: DeliverPolicy.StartSequence, opt_start_seq: sequence + 1 };
}

/**
 * Creates the stream and the consumer if they do not exist. Safe to call concurrently.
 *
 * @param chooseBeginning says where a consumer that does not exist yet begins; at the first event without it
 */
export async function ensureConsumer(
  jsm: JetStreamManager,
  { stream, subjects, durable }: Source,
  chooseBeginning: () => Promise<Beginning> = async () => FROM_FIRST,
): Promise<ConsumerInfo> {
  await ensureStream(jsm, stream);
  const found = await findConsumer(jsm, stream.name, durable);
  const beginning = found ? beginningOf(found) : await chooseBeginning();
  const config = { ...configOf(durable, subjects), ...beginning };
  try {
    return await jsm.consumers.add(stream.name, config);
  } catch (error) {
    if (apiErrorCode(error) !== API_ERROR.consumerExists) throw error;
    // It has other settings, from another version, or another process has just created it.
    const existing = found ?? (await jsm.consumers.info(stream.name, durable));
    return await jsm.consumers.update(stream.name, durable, { ...config, ...beginningOf(existing) });
  }
}

/** Undefined for a consumer that does not exist. */
export async function findConsumer(
  jsm: JetStreamManager,
  stream: string,
  durable: string,
): Promise<ConsumerInfo | undefined> {
  try {
    return await jsm.consumers.info(stream, durable);
  } catch (error) {
    if (apiErrorCode(error) === API_ERROR.consumerNotFound) return undefined;
    throw error;
  }
}

/** Whether a consumer has handled its events up to a sequence, or has none left to handle. */
export function hasHandled(
  { num_pending, num_ack_pending, ack_floor }: ConsumerInfo,
  sequence: number,
): boolean {
  return num_pending + num_ack_pending === 0 || ack_floor.stream_seq >= sequence;
}

/** A consumer's beginning can never be changed. */
function beginningOf({ config: { deliver_policy, opt_start_seq } }: ConsumerInfo): Beginning {
  return opt_start_seq === undefined ? { deliver_policy } : { deliver_policy, opt_start_seq };
}

function configOf(durable: string, subjects: readonly string[]) {
  return {
    durable_name: durable,
    ack_policy: AckPolicy.Explicit,
    filter_subjects: [...subjects],
    ack_wait: ACK_WAIT_MS * NANOS,
    max_ack_pending: MAX_IN_FLIGHT,
    max_deliver: -1,
    inactive_threshold: INACTIVE_THRESHOLD_MS * NANOS,
  };
}
