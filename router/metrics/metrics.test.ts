import { expect, test } from 'vitest';
import { createMetrics } from './metrics.ts';

test('the event loop is watched by its utilization since the last scrape, a number from 0 to 1', async () => {
  const { text } = createMetrics();
  for (const exposed of [await text(), await text()]) {
    const [, ratio] = /^nodejs_eventloop_utilization_ratio (.+)$/m.exec(exposed) ?? [];
    expect(Number(ratio)).toBeGreaterThanOrEqual(0);
    expect(Number(ratio)).toBeLessThanOrEqual(1);
    expect(exposed).not.toMatch(/NaN|_lag_p99/i);
  }
});
