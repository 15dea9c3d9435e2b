import { ConfigError } from '../config/env.ts';
import { createLogger, type Logger } from '../telemetry/logger.ts';

/** What a started service gives back: how to stop it, letting work in flight finish. */
export type RunningService = { close(): Promise<void> };

/** How long a drain may take before the process gives up on it, in milliseconds. */
const DRAIN_LIMIT_MS = 20_000;

/**
 * Runs a service as this process: starts it, drains it on SIGTERM or SIGINT and exits with 0.
 * A failed start and every unhandled fault end the process with 1, for whoever supervises it to restart.
 */
export async function runService(name: string, start: () => Promise<RunningService>): Promise<void> {
  const log = loggerOrExit(name);
  let service: RunningService | undefined;
  let stopping = false;

  function crash(error: unknown, message: string): never {
    log.fatal({ err: error }, message);
    process.exit(1);
  }

  async function stop(signal: string): Promise<void> {
    if (stopping) return;
    stopping = true;
    log.info({ signal }, 'draining');
    setTimeout(
      () => crash(new Error(`not drained after ${DRAIN_LIMIT_MS} ms`), 'drain failed'),
      DRAIN_LIMIT_MS,
    ).unref();
    await service?.close();
    log.info('stopped');
    process.exit(0);
  }

  process.on('uncaughtException', (error) => crash(error, 'uncaught exception'));
  process.on('unhandledRejection', (reason) => crash(reason, 'unhandled rejection'));
  for (const signal of ['SIGTERM', 'SIGINT'] as const) {
    process.on(signal, () => void stop(signal).catch((error: unknown) => crash(error, 'drain failed')));
  }

  try {
    service = await start();
  } catch (error) {
    crash(error, 'could not start');
  }
}

/** Where no log can be written, because its level is wrong, the process ends with a line that says so. */
function loggerOrExit(name: string): Logger {
  try {
    return createLogger(name);
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    console.error(error.message);
    process.exit(1);
  }
}
