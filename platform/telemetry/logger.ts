import { type Logger, pino } from 'pino';
import { createEnv, readLogLevel } from '../config/env.ts';
import { createLogDestination } from './log-destination.ts';

export type { Logger };

/** Where PostgreSQL's errors quote the rows that they are about, which name people. */
const OF_DATABASES = ['err.detail', 'err.where', 'err.cause.detail', 'err.cause.where'];

/**
 * Creates a logger that writes one JSON object per line to stdout, with the service's name.
 *
 * @param level LOG_LEVEL by default
 * @throws ConfigError when LOG_LEVEL is invalid
 */
export function createLogger(service: string, level: string = readLogLevel(createEnv())): Logger {
  const destination = createLogDestination({
    onRestored: (lost) => logger.warn({ lost }, 'log lines were lost: the log could not be written'),
  });
  const logger: Logger = pino(
    {
      base: { service },
      level,
      timestamp: pino.stdTimeFunctions.isoTime,
      formatters: { level: (label) => ({ level: label }) },
      redact: ['authorization', 'headers.authorization', 'token', ...OF_DATABASES],
    },
    destination,
  );
  return logger;
}
