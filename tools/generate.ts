import { run } from './run.ts';

/** `npm run generate`: generates resolver types and the supergraph from the schemas. */
const CODEGEN = '@graphql-codegen/cli/esm/bin.js';

const statuses = [await run(CODEGEN, '--config', 'codegen.yml', '--silent'), await run('tools/compose.ts')];
process.exit(Math.max(...statuses));
