import type { NatsClient } from './connection.ts';
import { DEAD, REPLAY, streamOf } from './streams.ts';

/**
 * Removes the streams of contexts and those of dead letters, with their messages and consumers, for stores
 * that were set back: what the streams hold has not happened there.
 */
export async function removeStreams(
  { jsm }: Pick<NatsClient, 'jsm'>,
  contexts: readonly string[],
): Promise<void> {
  const wanted = new Set([...contexts.map(streamOf), DEAD.name, REPLAY.name]);
  const names: string[] = [];
  for await (const name of jsm.streams.names()) if (wanted.has(name)) names.push(name);
  for (const name of names) await jsm.streams.delete(name);
}
