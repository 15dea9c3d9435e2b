import { type Logger, pino } from 'pino';
import { createEnv } from '../config/env.ts';
import { readLogLevel } from '../config/log-level.ts';

export type { Logger };

/**
 * A logger that writes one JSON object per line to stdout, tagged with the service's name.
 *
 * @param level as LOG_LEVEL says when it is not given
 * @throws ConfigError when LOG_LEVEL is no level
 */
export function createLogger(service: string, level: string = readLogLevel(createEnv())): Logger {
  return pino({
    base: { service },
    level,
    timestamp: pino.stdTimeFunctions.isoTime,
    formatters: { level: (label) => ({ level: label }) },
    redact: ['authorization', 'headers.authorization', 'token'],
  });
}
