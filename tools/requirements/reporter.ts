import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Reporter, TestModule, Vitest } from 'vitest/node';
import { ROOT } from '../run.ts';
import { checkTests, readRows } from './rows.ts';
import { testsOf } from './tests.ts';

/**
 * Fails a run of Vitest if the test of a row of docs/requirements.md did not run, whatever skipped it, also
 * if its file was not part of the run; and if an end-to-end test of a row, under its final title, is not
 * listed.
 */
export default class RequirementsReporter implements Reporter {
  #vitest: Vitest | undefined;

  onInit(vitest: Vitest): void {
    this.#vitest = vitest;
  }

  onTestRunEnd(modules: readonly TestModule[]): void {
    const rows = readRows(readFileSync(join(ROOT, 'docs/requirements.md'), 'utf8'));
    const tests = modules.flatMap((module) =>
      testsOf(module, ROOT, (test) => ['passed', 'failed'].includes(test.result().state)),
    );
    const problems = checkTests(rows, tests);
    for (const problem of problems)
      this.#vitest?.logger.error(`docs/requirements.md, in this run: ${problem}`);
    if (problems.length > 0) process.exitCode = 1;
  }
}
