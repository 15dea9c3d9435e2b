import { runCommand } from '../platform/config/command-line.ts';
import { ConfigError } from '../platform/config/config-error.ts';
import { environment } from '../platform/config/environment.ts';
import { warnAboutMisspelled } from '../platform/config/misspelled.ts';
import { variablesOf } from '../platform/config/read-settings.ts';
import { connectNats } from '../platform/messaging/jetstream/connection.ts';
import { createEventFollower } from '../platform/messaging/jetstream/event-follower.ts';
import { createLatestReader } from '../platform/messaging/jetstream/latest-events.ts';
import { type RunningService, runService } from '../platform/service/run-service.ts';
import { createLogger, type Logger } from '../platform/telemetry/logger.ts';
import { type RouterConfig, readConfig } from './config/config.ts';
import { Settings } from './config/schema.ts';
import { printPlan } from './plan-command/command.ts';
import { startRouter } from './router.ts';
import { createJetstreamEvents } from './subscriptions/event-source.ts';
import { ROUTER_COMMAND, type RouterRequest } from './usage.ts';

process.exitCode = await runCommand(ROUTER_COMMAND, process.argv.slice(2), run);

async function run(request: RouterRequest): Promise<number> {
  try {
    if (request.kind === 'plan') return printPlan(request, environment);
    const config = readConfig(request.flags, environment);
    const log = createLogger('router', config.logLevel);
    warnAboutMisspelled(environment, variablesOf(Settings), log);
    const { shutdown, tracing } = config;
    await runService({ name: 'router', log, shutdown, tracing, start: () => start(config, log) });
    return 0;
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    console.error(error.message);
    return 2;
  }
}

/** Starts the router with its connection to NATS. */
async function start(config: RouterConfig, log: Logger): Promise<RunningService> {
  const nats = config.nats && connectNats({ ...config.nats, name: 'router', log });
  const events =
    nats && createJetstreamEvents(createEventFollower({ nats, log }), createLatestReader({ nats, log }));
  const router = await startRouter(config, { log, events, hasEvents: nats?.isConnected });
  return {
    failed: nats?.client,
    becomeUnready: router.becomeUnready,
    async close() {
      await router.close();
      await nats?.close();
    },
  };
}
