import { type Logger, pino } from 'pino';

export type { Logger };

/**
 * A logger that writes one JSON object per line to stdout, tagged with the service's name.
 * The level is LOG_LEVEL (`info` when unset; `silent` turns it off).
 */
export function createLogger(service: string, level: string = process.env.LOG_LEVEL || 'info'): Logger {
  return pino({
    base: { service },
    level,
    timestamp: pino.stdTimeFunctions.isoTime,
    formatters: { level: (label) => ({ level: label }) },
    redact: ['authorization', 'headers.authorization', 'token'],
  });
}
