import { runCommand } from '../platform/config/command-line.ts';
import { ConfigError } from '../platform/config/env.ts';
import { connectNats } from '../platform/messaging/jetstream/connection.ts';
import { createEventFollower } from '../platform/messaging/jetstream/event-follower.ts';
import { createLatestReader } from '../platform/messaging/jetstream/latest-events.ts';
import { type RunningService, runService } from '../platform/service/run-service.ts';
import { createLogger } from '../platform/telemetry/logger.ts';
import { type RouterConfig, readConfig } from './config/config.ts';
import { printPlan } from './plan-command/command.ts';
import { startRouter } from './router.ts';
import { createJetstreamEvents } from './subscriptions/event-source.ts';
import { ROUTER_COMMAND, type RouterRequest } from './usage.ts';

process.exitCode = await runCommand(ROUTER_COMMAND, process.argv.slice(2), run);

async function run(request: RouterRequest): Promise<number> {
  try {
    if (request.kind === 'plan') return printPlan(request, process.env);
    const config = readConfig(request.flags, process.env);
    await runService('router', () => start(config));
    return 0;
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    console.error(error.message);
    return 2;
  }
}

/** Starts the router with its connection to NATS. */
async function start(config: RouterConfig): Promise<RunningService> {
  const log = createLogger('router');
  const nats = config.nats && connectNats({ ...config.nats, name: 'router', log });
  const events =
    nats && createJetstreamEvents(createEventFollower({ nats, log }), createLatestReader({ nats, log }));
  const router = await startRouter(config, { log, events });
  return {
    failed: nats?.client,
    async close() {
      await router.close();
      await nats?.close();
    },
  };
}
