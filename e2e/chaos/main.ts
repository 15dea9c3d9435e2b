/** `npm run chaos`: see the usage in options.ts, and docs/chaos.md. */

import { CannotStart } from '../../embedded/cannot-start.ts';
import { runCommand } from '../../platform/config/command-line.ts';
import { CHAOS, type ChaosOptions } from './options.ts';
import { makePlan } from './plan.ts';
import { planText, resultText } from './report.ts';
import { runChaos } from './run.ts';

async function run({ history, dataDir, planOnly, ...options }: ChaosOptions): Promise<number> {
  if (dataDir !== undefined && options.fullDisks > 0) {
    console.error('--keep and --full-disks exclude each other: the small disk is in memory.');
    return 2;
  }
  const plan = makePlan(options);
  console.log(planText(plan));
  if (planOnly) {
    console.log(JSON.stringify(plan, null, 2));
    return 0;
  }
  const stopped = new AbortController();
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const)
    process.on(signal, () => stopped.abort(new Error(`stopped by ${signal}`)));
  try {
    const say = (line: string) => console.log(line);
    const result = await runChaos({ plan, history, dataDir, say, signal: stopped.signal });
    console.log(resultText(result));
    console.log(`Seed ${plan.seed}.`);
    return result.violations.length === 0 ? 0 : 1;
  } catch (error) {
    if (!stopped.signal.aborted || error instanceof CannotStart) throw error;
    console.error(`Interrupted; nothing is left running. Seed ${plan.seed}.`);
    return 130;
  }
}

process.exitCode = await runCommand(CHAOS, process.argv.slice(2), run);
