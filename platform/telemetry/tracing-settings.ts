import type { z } from 'zod';
import { section, settingType } from '../config/setting.ts';
import { flag, HTTP, oneOf, url } from '../config/setting-kinds.ts';

const ratio = settingType('a number from 0 to 1', (value) => {
  const number = typeof value === 'string' && value.trim() !== '' ? Number(value) : value;
  return typeof number === 'number' && number >= 0 && number <= 1 ? number : undefined;
});

/** Where spans are sent, and which traces are recorded. */
export const TRACING = section({
  endpoint: url(...HTTP).optional({
    env: 'OTEL_EXPORTER_OTLP_ENDPOINT',
    defaultText: 'none: nothing is traced',
    description: 'receiver of spans by OTLP over HTTP, without `/v1/traces`',
  }),
  // One that asks trace ids alone, without the parent, is not offered: clients choose trace ids.
  sampler: oneOf(
    'parentbased_always_on',
    'parentbased_always_off',
    'parentbased_traceidratio',
    'always_on',
    'always_off',
  ).withDefault('parentbased_always_on', {
    env: 'OTEL_TRACES_SAMPLER',
    description: 'which traces are recorded',
  }),
  ratio: ratio.withDefault(1, {
    env: 'OTEL_TRACES_SAMPLER_ARG',
    description: 'part of the traces that `parentbased_traceidratio` records',
  }),
  trustsClients: flag.withDefault(false, {
    env: 'TRACE_TRUST_CLIENTS',
    description: 'whether the sampled flag in the `traceparent` of a client counts; used by the router',
  }),
});

export type TracingSettings = z.output<typeof TRACING>;
