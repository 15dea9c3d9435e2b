import { type Logger, pino } from 'pino';
import { createLineRate, shortenLine } from './log-bounds.ts';
import { correlationFields } from './log-context.ts';
import { createLogDestination } from './log-destination.ts';
import { serializeError } from './log-errors.ts';
import { traceFields } from './tracing.ts';

export type { Logger };

/**
 * Creates a logger that writes one JSON object per line to stdout, with the service's name.
 * A line names the span and the business case in which it is written. Long lines are shortened, and lines of
 * one message limited in each second.
 *
 * @param level the least level that is written
 */
export function createLogger(service: string, level: string): Logger {
  const destination = createLogDestination({
    onRestored: (lost) => logger.warn({ lost }, 'log lines were lost: the log could not be written'),
  });
  const mayWrite = createLineRate((leftOut, of) =>
    logger.warn({ leftOut, of }, 'log lines were left out: too many of one message in a second'),
  );
  const logger: Logger = pino(
    {
      base: { service },
      level,
      timestamp: pino.stdTimeFunctions.isoTime,
      formatters: { level: (label) => ({ level: label }) },
      mixin: () => ({ ...correlationFields(), ...traceFields() }),
      hooks: {
        logMethod(given, method, level) {
          const [first, second] = given;
          if (mayWrite(level, String(typeof first === 'string' ? first : second))) method.apply(this, given);
        },
      },
      serializers: { err: (error: unknown) => serializeError(error) },
      redact: ['authorization', 'headers.authorization', 'token'],
    },
    { write: (line: string) => destination.write(shortenLine(line)) },
  );
  return logger;
}
