import { expect, test } from 'vitest';
import { makePlan } from './plan.ts';
import { planText, resultText } from './report.ts';
import { runChaos } from './run.ts';

/** Long enough for every process to fail once. Long runs use `npm run chaos`; see docs/chaos.md. */
const plan = makePlan({ seed: 2, bookings: 150, faults: 9 });
const LIMIT_MS = 240_000;

test(
  'answers to clients match the stores, whichever processes are killed or hang',
  async ({ signal }) => {
    const lines: string[] = [];
    const result = await runChaos({ plan, say: (line) => lines.push(line), signal });
    const report = [planText(plan), ...lines, resultText(result)].join('\n');
    expect(result.counts.kills + result.counts.hangs, report).toBeGreaterThan(5);
    expect(
      result.outcomes.filter(({ completion: { kind } }) => kind === 'answer').length,
      report,
    ).toBeGreaterThan(100);
    expect(result.violations, report).toEqual([]);
  },
  LIMIT_MS,
);
