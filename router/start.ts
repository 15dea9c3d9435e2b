import { createEventFollower } from '../platform/messaging/jetstream/event-follower.ts';
import { connectNats } from '../platform/messaging/jetstream/index.ts';
import type { RunningService } from '../platform/service/index.ts';
import { createLogger } from '../platform/telemetry/logger.ts';
import type { RouterConfig } from './config/config.ts';
import { startRouter } from './router.ts';
import { createJetstreamEvents } from './subscriptions/jetstream-events.ts';

/** Starts the router with what it needs from outside. */
export async function start(config: RouterConfig): Promise<RunningService> {
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
