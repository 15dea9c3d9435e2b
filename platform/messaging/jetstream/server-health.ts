import { setTimeout as delay } from 'node:timers/promises';
import { z } from 'zod';
import { createLogger } from '../../telemetry/logger.ts';
import { connectNats } from './connection.ts';
import type { NatsSettings } from './settings.ts';

/** What a NATS server says about itself, its streams included. */
export type ServerHealth = {
  readonly isWorking: boolean;
  /** What is wrong, in the server's words. */
  readonly error: string | undefined;
};

/** The request about health, which only users of the system account may send. */
export const HEALTH_SUBJECT = '$SYS.REQ.SERVER.PING.HEALTHZ';

const LIMIT_MS = 2_000;

const answer = z.object({ data: z.object({ status_code: z.number(), error: z.string().optional() }) });

/**
 * Asks a server how it is, as a user of its system account.
 *
 * @returns undefined without an answer within two seconds, or with one of another form
 */
export async function askHealth(settings: NatsSettings): Promise<ServerHealth | undefined> {
  const link = connectNats({ ...settings, name: 'health', log: createLogger('health', 'silent') });
  try {
    const limit = delay(LIMIT_MS, undefined, { ref: false });
    const asked = link.client.then(({ connection }) =>
      connection.request(HEALTH_SUBJECT, '', { timeout: LIMIT_MS }),
    );
    const reply = await Promise.race([asked.catch(() => undefined), limit]);
    const { data } = answer.safeParse(reply && parse(reply.string())).data ?? {};
    return data && { isWorking: data.status_code === 200, error: data.error };
  } finally {
    await link.close();
  }
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
