import { setTimeout as delay } from 'node:timers/promises';
import { connectNats } from '../../../platform/messaging/jetstream/connection.ts';
import type { NatsSettings } from '../../../platform/messaging/jetstream/settings.ts';
import { API_ERROR, apiErrorCode, streamOf } from '../../../platform/messaging/jetstream/streams.ts';
import { createLogger } from '../../../platform/telemetry/logger.ts';
import { customerErased } from '../../../schema/events/booking.ts';
import { CONTEXTS } from '../../../schema/events/contexts.ts';
import { CannotRead, readStoreOrThrow, storeName } from '../cannot-read.ts';

/** How the subjects of erasures begin, which are in no aggregate's history. */
const ERASURES = `${customerErased.context}.${customerErased.name}.`;
const CONNECT_LIMIT_MS = 3_000;

/**
 * Counts the messages of each subject in the contexts' streams; a missing stream has none. @throws CannotRead
 */
export async function readStreams(settings: NatsSettings): Promise<ReadonlyMap<string, number>> {
  const name = storeName('NATS', settings.url);
  return readStoreOrThrow(name, async () => {
    const link = connectNats({ ...settings, name: 'audit', log: createLogger('audit', 'silent') });
    try {
      const late = delay(CONNECT_LIMIT_MS, undefined, { ref: false });
      const client = await Promise.race([link.client, late]);
      if (!client)
        throw new CannotRead(`${link.refusal() ?? `${name} does not answer`}. --no-streams leaves it out.`);
      const counts = new Map<string, number>();
      for (const context of CONTEXTS) {
        try {
          const { state } = await client.jsm.streams.info(streamOf(context), { subjects_filter: '>' });
          for (const [subject, count] of Object.entries(state.subjects ?? {}))
            if (!subject.startsWith(ERASURES)) counts.set(subject, count);
        } catch (error) {
          if (apiErrorCode(error) !== API_ERROR.streamNotFound) throw error;
        }
      }
      return counts;
    } finally {
      await link.close();
    }
  });
}
