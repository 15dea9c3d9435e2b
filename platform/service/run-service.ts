import { setTimeout as delay } from 'node:timers/promises';
import type { ShutdownSettings } from '../config/process-settings.ts';
import type { Logger } from '../telemetry/logger.ts';
import { startTracing, type Tracing } from '../telemetry/start-tracing.ts';
import type { TracingSettings } from '../telemetry/tracing-settings.ts';

export type RunningService = {
  /** Makes it not ready: it goes on serving, and load balancers stop sending requests. */
  becomeUnready(): void;
  /** Drains it: waits for work in flight. */
  close(): Promise<void>;
  /** Rejects when it cannot go on as its settings ask for. The process ends then. */
  readonly failed?: Promise<unknown> | undefined;
};

export type RunServiceOptions = {
  /** The name under which its spans are shown. */
  readonly name: string;
  readonly log: Logger;
  readonly shutdown: ShutdownSettings;
  readonly tracing: TracingSettings;
  readonly start: () => Promise<RunningService>;
};

/**
 * Runs a service as this process: starts it, and stops it on SIGTERM or SIGINT: it becomes not ready, drains
 * after `shutdown.delay`, and exits with 0. A failed start, any unhandled error, and a drain that is not over
 * after `shutdown.timeout` end the process with 1, so that its supervisor restarts it.
 */
export async function runService({
  name,
  log,
  shutdown,
  start,
  ...options
}: RunServiceOptions): Promise<void> {
  let service: RunningService | undefined;
  let tracing: Tracing | undefined;
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
      () => crash(new Error(`not drained after ${shutdown.timeout} ms`), 'drain failed'),
      shutdown.timeout,
    ).unref();
    service?.becomeUnready();
    if (shutdown.delay > 0) await delay(shutdown.delay);
    await service?.close();
    await tracing?.close();
    log.info('stopped');
    process.exit(0);
  }

  process.on('uncaughtException', (error) => crash(error, 'uncaught exception'));
  process.on('unhandledRejection', (reason) => crash(reason, 'unhandled rejection'));
  for (const signal of ['SIGTERM', 'SIGINT'] as const) {
    process.on(signal, () => void stop(signal).catch((error: unknown) => crash(error, 'drain failed')));
  }

  try {
    tracing = await startTracing(name, options.tracing, log);
    service = await start();
    service.failed?.catch((error: unknown) => {
      if (!stopping) crash(error, 'could not start');
    });
  } catch (error) {
    crash(error, 'could not start');
  }
}
