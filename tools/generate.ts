import { runCommand } from '../platform/config/command-line.ts';
import { run } from './run.ts';
import { GENERATE } from './usages.ts';

/**
 * `npm run generate`: generates the types of resolvers, examples and clients, the supergraph, the changelog
 * of the API, the table of settings, the files of the containers, the script of Sandbox, and the text of
 * `npm run help`.
 */
const CODEGEN = '@graphql-codegen/cli/esm/bin.js';

process.exitCode = await runCommand(GENERATE, process.argv.slice(2), async () =>
  Math.max(
    await run(CODEGEN, '--config', 'codegen.yml', '--silent'),
    await run('e2e/clients/generate.ts'),
    await run('tools/compose.ts'),
    await run('tools/api/generate.ts'),
    await run('tools/config/generate.ts'),
    await run('tools/containers/generate.ts'),
    await run('tools/sandbox/generate.ts'),
    await run('tools/help/generate.ts'),
  ),
);
