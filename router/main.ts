import { ConfigError } from '../platform/config/env.ts';
import { connectNats } from '../platform/messaging/jetstream/connection.ts';
import { createEventFollower } from '../platform/messaging/jetstream/event-follower.ts';
import { type RunningService, runService } from '../platform/service/run-service.ts';
import { createLogger } from '../platform/telemetry/logger.ts';
import type { RouterConfig } from './config/config.ts';
import { readConfig, USAGE } from './config/read.ts';
import { runPlanCommand } from './plan-command/command.ts';
import { startRouter } from './router.ts';
import { createJetstreamEvents } from './subscriptions/jetstream-events.ts';

const args = process.argv.slice(2);
if (args[0] === 'plan') {
  process.exitCode = runPlanCommand(args.slice(1), process.env);
} else if (args.includes('--help') || args.includes('-h')) {
  console.log(USAGE);
} else {
  const config = configFromCommandLine();
  if (config) await runService('router', () => start(config));
}

/** The configuration. If it is invalid, prints the reason and sets the exit status to 2. */
function configFromCommandLine(): RouterConfig | undefined {
  try {
    return readConfig(args, process.env);
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    console.error(error.message);
    process.exitCode = 2;
    return undefined;
  }
}

/** Starts the router with its connection to NATS. */
async function start(config: RouterConfig): Promise<RunningService> {
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
