import { parseNothing, runCommand } from '../platform/config/command-line.ts';
import { run } from './run.ts';
import { GENERATE_USAGE } from './usages.ts';

/**
 * `npm run generate`: generates the types of resolvers, examples and clients, the supergraph, and the text of
 * `npm run help`.
 */
const CODEGEN = '@graphql-codegen/cli/esm/bin.js';

const parsed = parseNothing(process.argv.slice(2));
process.exitCode = await runCommand({ parsed, usage: GENERATE_USAGE }, async () =>
  Math.max(
    await run(CODEGEN, '--config', 'codegen.yml', '--silent'),
    await run('e2e/clients/generate.ts'),
    await run('tools/compose.ts'),
    await run('tools/help/generate.ts'),
  ),
);
