import { relative } from 'node:path';
import { createVitest, type TestCase, type TestModule } from 'vitest/node';
import type { NamedTest } from './rows.ts';

/**
 * Parses the test files of a folder's Vitest projects without running them. Files that belong to no project
 * are left out, and what the files skip themselves, also with `only` elsewhere, is not run.
 */
export async function parseTests(root: string): Promise<readonly NamedTest[]> {
  const vitest = await createVitest('test', { root, watch: false });
  try {
    const modules = await vitest.parseSpecifications(await vitest.globTestSpecifications());
    return modules.flatMap((module) => testsOf(module, root, ({ options }) => options.mode === 'run'));
  } finally {
    await vitest.close();
  }
}

/** The tests and groups of a file. A group is run if it has tests and each of them is. */
export function testsOf(
  { moduleId, children }: TestModule,
  root: string,
  isRun: (test: TestCase) => boolean,
): readonly NamedTest[] {
  const file = relative(root, moduleId);
  const groups = [...children.allSuites()].map((group) => {
    const tests = [...group.children.allTests()];
    return { file, title: group.name, isRun: tests.length > 0 && tests.every(isRun) };
  });
  const tests = [...children.allTests()].map((test) => ({ file, title: test.name, isRun: isRun(test) }));
  return [...groups, ...tests];
}
