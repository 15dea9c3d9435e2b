import { expect, test } from 'vitest';
import { createMetrics } from './metrics.ts';

test('a value that is not a number is written as the text format of Prometheus has it', async () => {
  // Before the first sample of the event loop its mean delay is not a number.
  expect(await createMetrics().text()).toMatch(/^nodejs_eventloop_lag_mean_seconds NaN$/m);
});
