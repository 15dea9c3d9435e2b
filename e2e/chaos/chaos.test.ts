import { expect, test } from 'vitest';
import { makePlan } from './plan.ts';
import { planText, resultText } from './report.ts';
import { runChaos } from './run.ts';

const LIMIT_MS = 240_000;

test(
  'after everything was killed at once, a start comes up by itself, and no answer is lost',
  async ({ signal }) => {
    const whole = makePlan({ seed: 3, bookings: 60, faults: 3, whole: true });
    const lines: string[] = [];
    const result = await runChaos({ plan: whole, say: (line) => lines.push(line), signal });
    const report = [planText(whole), ...lines, resultText(result)].join('\n');
    // Seven services, the router, three servers, the provider and the launcher, at least.
    expect(
      result.counts.rounds.map(({ killed }) => killed >= 13),
      report,
    ).toEqual([true, true, true]);
    expect(result.violations, report).toEqual([]);
  },
  LIMIT_MS,
);

/** Long enough for every process to fail once. Long runs use `npm run chaos`; see docs/chaos.md. */
const plan = makePlan({ seed: 2, bookings: 150, faults: 9 });

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
