import { run } from './run.ts';

/** `npm run generate`: writes what is generated from the schemas, resolver types and supergraph. */
const CODEGEN = '@graphql-codegen/cli/esm/bin.js';

const statuses = [await run(CODEGEN, '--config', 'codegen.yml', '--silent'), await run('tools/compose.ts')];
process.exit(Math.max(...statuses));
