import type { Logger } from './logger.ts';
import { setTracer } from './tracing.ts';
import type { TracingSettings } from './tracing-settings.ts';

/** Tracing of a process, on or off. */
export type Tracing = { close(): Promise<void> };

/** Longer than a receiver that works takes; one that is away must not delay the end of the process. */
const CLOSE_LIMIT_MS = 2_000;

/**
 * Turns tracing on if it is configured. The libraries for it are loaded only then.
 *
 * @param service the name under which the spans are shown
 */
export async function startTracing(
  service: string,
  { endpoint, ...settings }: TracingSettings,
  log: Logger,
): Promise<Tracing> {
  if (endpoint === undefined) return { close: async () => {} };
  const { createOtlpTracer } = await import('./otlp-tracer.ts');
  const tracer = createOtlpTracer({
    service,
    endpoint,
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
