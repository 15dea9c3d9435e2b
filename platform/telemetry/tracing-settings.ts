import { ConfigError, type Env, HTTP } from '../config/env.ts';

const SAMPLERS = [
  'parentbased_always_on',
  'parentbased_always_off',
  'parentbased_traceidratio',
  'always_on',
  'always_off',
] as const;

/** Where spans are sent, and which traces are recorded. */
export type TracingSettings = {
  /** The address of a receiver of OTLP over HTTP, without `/v1/traces`. */
  readonly endpoint: string;
  /**
   * How traces are sampled. A sampler that asks trace ids alone, without the parent, is not offered: clients
   * choose trace ids.
   */
  readonly sampler: (typeof SAMPLERS)[number];
  /** The part of the traces that `parentbased_traceidratio` records, from 0 to 1. */
  readonly ratio: number;
  /** Whether the sampled flag in a client's `traceparent` counts. */
  readonly trustsClients: boolean;
};

/**
 * Reads OTEL_EXPORTER_OTLP_ENDPOINT, OTEL_TRACES_SAMPLER, OTEL_TRACES_SAMPLER_ARG and TRACE_TRUST_CLIENTS.
 *
 * @returns undefined without an endpoint: nothing is traced
 * @throws ConfigError
 */
export function readTracingSettings(env: Env): TracingSettings | undefined {
  if (env.optional('OTEL_EXPORTER_OTLP_ENDPOINT') === undefined) return undefined;
  return {
    endpoint: env.url('OTEL_EXPORTER_OTLP_ENDPOINT', ...HTTP),
    sampler: env.choice('OTEL_TRACES_SAMPLER', SAMPLERS, 'parentbased_always_on'),
    ratio: readRatio(env.string('OTEL_TRACES_SAMPLER_ARG', '1')),
    trustsClients: env.flag('TRACE_TRUST_CLIENTS', false),
  };
}

function readRatio(text: string): number {
  const ratio = Number(text);
  if (ratio >= 0 && ratio <= 1) return ratio;
  throw new ConfigError(`OTEL_TRACES_SAMPLER_ARG=${text} is invalid: expected a number from 0 to 1`);
}
