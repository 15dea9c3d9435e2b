import { setTimeout as delay } from 'node:timers/promises';
import { createLogger } from '../../telemetry/logger.ts';
import { connectNats, type NatsClient } from './connection.ts';
import type { NatsSettings } from './settings.ts';
import { contextStream, DEAD, ensureCurrentStream, REPLAY } from './streams.ts';

const LIMIT_MS = 5_000;

/**
 * Creates those streams that do not exist: one for each context, that of dead letters and that of replayed
 * ones. Those of earlier versions get a retention.
 *
 * @param replicas the servers that have each stream; undefined is one for new streams, and leaves the others
 */
export async function ensureStreams(
  { jsm }: Pick<NatsClient, 'jsm'>,
  contexts: readonly string[],
  replicas?: number,
): Promise<void> {
  const streams = [...contexts.map((context) => contextStream(context)), DEAD, REPLAY];
  await Promise.all(streams.map((stream) => ensureCurrentStream(jsm, stream, replicas)));
}

/** Connects as a user who may create streams, and creates those that do not exist, as `ensureStreams`. */
export async function createStreams(settings: NatsSettings, contexts: readonly string[]): Promise<void> {
  const link = connectNats({ ...settings, name: 'streams', log: createLogger('streams', 'silent') });
  try {
    const client = await Promise.race([link.client, delay(LIMIT_MS, undefined, { ref: false })]);
    if (!client) throw new Error(link.refusal() ?? 'NATS does not answer');
    await ensureStreams(client, contexts);
  } finally {
    await link.close();
  }
}
