import { checkCommentWidth } from './checks/comment-width.ts';
import { checkLinks } from './checks/dead-links.ts';
import { ROOT, run } from './run.ts';

/**
 * `npm run check`: everything that can be checked without running the product. Prints what failed; the exit
 * status is 0 only if nothing did.
 */
const CHECKS: readonly { readonly name: string; readonly run: () => Promise<number> }[] = [
  { name: 'types', run: () => run('typescript/bin/tsc', '--noEmit') },
  {
    name: 'types of the pages',
    run: () => run('typescript/bin/tsc', '--noEmit', '--project', 'router/pages/browser'),
  },
  { name: 'lint and format', run: () => run('@biomejs/biome/bin/biome', 'ci', '--error-on-warnings', '.') },
  { name: 'comment width', run: async () => report(await checkCommentWidth(ROOT)) },
  { name: 'links in the documentation', run: async () => report(await checkLinks(ROOT)) },
  {
    name: 'import rules',
    run: () => run('dependency-cruiser/bin/dependency-cruiser.mjs', '.', '--output-type', 'err'),
  },
  {
    name: 'generated resolver types',
    run: () => run('@graphql-codegen/cli/esm/bin.js', '--config', 'codegen.yml', '--silent', '--check'),
  },
  { name: 'supergraph', run: () => run('tools/compose.ts', '--check') },
];

function report(findings: readonly string[]): number {
  for (const finding of findings) console.error(finding);
  return findings.length === 0 ? 0 : 1;
}

const failed: string[] = [];
for (const check of CHECKS) {
  const status = await check.run();
  console.log(`${status === 0 ? 'ok    ' : 'FAILED'} ${check.name}`);
  if (status !== 0) failed.push(check.name);
}
if (failed.length > 0) {
  console.error(
    `Not clean: ${failed.join(', ')}. \`npm run format\` and \`npm run generate\` fix some of it.`,
  );
  process.exit(1);
}
