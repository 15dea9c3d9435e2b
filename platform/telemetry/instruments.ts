import { Counter, Gauge, Histogram, type Registry } from 'prom-client';
import { SECONDS } from './process-metrics.ts';

/** What creates the metrics of one registry. */
export type Instruments = ReturnType<typeof instrumentsOf>;

/** Creates metrics in a registry. The values of labels must be bounded. */
export function instrumentsOf(registry: Registry) {
  const registers = [registry];
  return {
    counter: <Label extends string>(name: string, help: string, labelNames: readonly Label[]) =>
      new Counter({ name, help, labelNames, registers }),
    gauge: <Label extends string>(name: string, help: string, labelNames: readonly Label[]) =>
      new Gauge({ name, help, labelNames, registers }),
    /** A histogram of durations in seconds. */
    durations: <Label extends string>(
      name: string,
      help: string,
      labelNames: readonly Label[],
      buckets: number[] = SECONDS,
    ) => new Histogram({ name, help, labelNames, buckets, registers }),
  };
}
