import type { Env } from '../config/env.ts';
import type { Logger } from './logger.ts';
import { setTracer } from './tracing.ts';
import { readTracingSettings } from './tracing-settings.ts';

/** Tracing of a process, on or off. */
export type Tracing = { close(): Promise<void> };

/** Longer than a receiver that works takes; one that is away must not delay the end of the process. */
const CLOSE_LIMIT_MS = 2_000;

/**
 * Turns tracing on if it is configured. The libraries for it are loaded only then.
 *
 * @param service the name under which the spans are shown
 * @throws ConfigError
 */
export async function startTracing(service: string, env: Env, log: Logger): Promise<Tracing> {
  const settings = readTracingSettings(env);
  if (settings === undefined) return { close: async () => {} };
  const { createOtlpTracer } = await import('./otlp-tracer.ts');
  const tracer = createOtlpTracer({
    service,
    ...settings,
    onLost: (error, spans) => log.warn({ err: error, spans }, 'spans could not be exported and are lost'),
  });
  setTracer(tracer);
  return {
    async close() {
      setTracer(undefined);
      const { promise: late, resolve } = Promise.withResolvers<void>();
      const limit = setTimeout(resolve, CLOSE_LIMIT_MS);
      // A failed export is reported already, and no reason not to end.
      const closed = tracer
        .close()
        .catch((error: unknown) => log.debug({ err: error }, 'not all spans left'));
      await Promise.race([closed, late]).finally(() => clearTimeout(limit));
    },
  };
}
