import { ConfigError, env, readMode } from '../config/env.ts';
import { createLogger, type Logger } from '../telemetry/logger.ts';

export type RunningService = {
  /** Drains it: waits for work in flight. */
  close(): Promise<void>;
  /** Rejects when it cannot go on as its settings ask for. The process ends then. */
  readonly failed?: Promise<unknown> | undefined;
};

/** The time limit of a drain, in milliseconds. The process then exits with 1. */
export const DRAIN_TIMEOUT_MS = 20_000;

/**
 * Runs a service as this process: starts it, drains it on SIGTERM or SIGINT, and exits with 0. A failed start
 * and any unhandled error end the process with 1, so that its supervisor restarts it.
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
      () => crash(new Error(`not drained after ${DRAIN_TIMEOUT_MS} ms`), 'drain failed'),
      DRAIN_TIMEOUT_MS,
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
    service.failed?.catch((error: unknown) => {
      if (!stopping) crash(error, 'could not start');
    });
  } catch (error) {
    crash(error, 'could not start');
  }
}

/** Creates the logger. With an invalid level or NODE_ENV it prints the error to stderr and exits with 1. */
function loggerOrExit(name: string): Logger {
  try {
    readMode(env);
    return createLogger(name);
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    console.error(error.message);
    process.exit(1);
  }
}
