import { createEventFollower } from '../platform/messaging/jetstream/follow.ts';
import { connectNats } from '../platform/messaging/jetstream/index.ts';
import type { RunningService } from '../platform/service/index.ts';
import { createLogger } from '../platform/telemetry/logger.ts';
import { readConfig } from './config/read.ts';
import { startRouter } from './router.ts';
import { createJetstreamEvents } from './subscriptions/jetstream-events.ts';

/** Starts the router as the command line and the environment say. */
export async function start(
  args: readonly string[],
  env: Readonly<Record<string, string | undefined>>,
): Promise<RunningService> {
  const config = readConfig(args, env);
  const log = createLogger('router');
  const nats = config.natsUrl ? connectNats({ url: config.natsUrl, name: 'router', log }) : undefined;
  const events = nats && createJetstreamEvents(createEventFollower({ nats, log }));
  const router = await startRouter(config, { log, events });
  return {
    async close() {
      await router.close();
      await nats?.close();
    },
  };
}
