import { availableParallelism } from 'node:os';
import { runCommand } from '../platform/config/command-line.ts';
import { checkCommentWidth } from './checks/comment-width.ts';
import { checkLinks } from './checks/dead-links.ts';
import { checkLicences } from './checks/licences.ts';
import { checkExpressions } from './checks/regular-expressions.ts';
import { checkWorkflows } from './checks/workflows.ts';
import { type Outcome, ROOT, runQuietly as run } from './run.ts';
import { CHECK } from './usages.ts';

/**
 * `npm run check`: everything that can be checked without running the product. Prints what failed; the exit
 * status is 0 only if nothing did.
 */
const CHECKS: readonly { readonly name: string; readonly run: () => Promise<Outcome> }[] = [
  { name: 'types', run: () => run('typescript/bin/tsc', '--noEmit') },
  {
    name: 'types of the pages',
    run: () => run('typescript/bin/tsc', '--noEmit', '--project', 'router/pages/browser'),
  },
  { name: 'lint and format', run: () => run('@biomejs/biome/bin/biome', 'ci', '--error-on-warnings', '.') },
  {
    name: 'schemas and examples',
    run: () => run('eslint/bin/eslint.js', '--max-warnings', '0', 'schema', 'subgraphs', 'examples'),
  },
  { name: 'comment width', run: async () => report(await checkCommentWidth(ROOT)) },
  { name: 'regular expressions', run: async () => report(await checkExpressions(ROOT)) },
  { name: 'licences', run: async () => report(await checkLicences(ROOT)) },
  { name: 'workflows', run: async () => report(await checkWorkflows(ROOT)) },
  { name: 'links in the documentation', run: async () => report(await checkLinks(ROOT)) },
  {
    name: 'import rules',
    run: () => run('dependency-cruiser/bin/dependency-cruiser.mjs', '.', '--output-type', 'err'),
  },
  {
    name: 'generated resolver types',
    run: () => run('@graphql-codegen/cli/esm/bin.js', '--config', 'codegen.yml', '--silent', '--check'),
  },
  { name: 'what clients generate', run: () => run('e2e/clients/generate.ts', '--check') },
  { name: 'supergraph', run: () => run('tools/compose.ts', '--check') },
  { name: 'changelog of the API', run: () => run('tools/api/generate.ts', '--check') },
  { name: 'table of settings', run: () => run('tools/config/generate.ts', '--check') },
  { name: 'files of the containers', run: () => run('tools/containers/generate.ts', '--check') },
  { name: 'script of Sandbox', run: () => run('tools/sandbox/generate.ts', '--check') },
  { name: 'text of npm run help', run: () => run('tools/help/generate.ts', '--check') },
];

function report(findings: readonly string[]): Outcome {
  return { status: findings.length === 0 ? 0 : 1, output: findings.map((each) => `${each}\n`).join('') };
}

/** Runs the checks side by side, as many at a time as there are processors, and prints each when it ends. */
async function check(): Promise<number> {
  const failed: string[] = [];
  const waiting = [...CHECKS];

  async function work(): Promise<void> {
    for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) {
      const { status, output } = await next.run();
      if (status !== 0) process.stderr.write(output);
      console.log(`${status === 0 ? 'ok    ' : 'FAILED'} ${next.name}`);
      if (status !== 0) failed.push(next.name);
    }
  }

  await Promise.all(Array.from({ length: availableParallelism() }, work));
  if (failed.length === 0) return 0;
  console.error(
    `Not clean: ${failed.join(', ')}. \`npm run format\` and \`npm run generate\` fix some of it.`,
  );
  return 1;
}

process.exitCode = await runCommand(CHECK, process.argv.slice(2), check);
