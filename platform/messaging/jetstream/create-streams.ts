import { setTimeout as delay } from 'node:timers/promises';
import { createLogger } from '../../telemetry/logger.ts';
import { connectNats, type NatsClient } from './connection.ts';
import { ensureCurrentStream, type StreamChoices } from './current-stream.ts';
import type { NatsSettings } from './settings.ts';
import { contextStream, DEAD, REPLAY } from './streams.ts';

const LIMIT_MS = 5_000;

/**
 * Creates those streams that do not exist: one for each context, that of dead letters and that of replayed
 * ones. Those that exist are changed as chosen, and those of earlier versions get a retention.
 *
 * @returns sentences about what stays as it was, as `ensureCurrentStream`
 */
export async function ensureStreams(
  client: Pick<NatsClient, 'jsm' | 'connection'>,
  contexts: readonly string[],
  choices: StreamChoices = {},
): Promise<readonly string[]> {
  const { eventsKeptMs: keptMs } = choices;
  const kept = keptMs === undefined ? {} : { keptMs };
  const streams = [...contexts.map((context) => contextStream(context, kept)), DEAD, REPLAY];
  const notes = await Promise.all(streams.map((stream) => ensureCurrentStream(client, stream, choices)));
  return notes.flat();
}

/** Connects as a user who may create streams, and does what `ensureStreams` does. */
export async function createStreams(
  settings: NatsSettings,
  contexts: readonly string[],
  choices: StreamChoices = {},
): Promise<readonly string[]> {
  const link = connectNats({ ...settings, name: 'streams', log: createLogger('streams', 'silent') });
  try {
    const client = await Promise.race([link.client, delay(LIMIT_MS, undefined, { ref: false })]);
    if (!client) throw new Error(link.refusal() ?? 'NATS does not answer');
    return await ensureStreams(client, contexts, choices);
  } finally {
    await link.close();
  }
}
