import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs, promisify } from 'node:util';
import { minifyIntrospectionQuery } from '@urql/introspection';
import { buildSchema, introspectionFromSchema } from 'graphql';
import { ROOT, run } from '../../tools/run.ts';

/**
 * Generates what the clients need beside codegen.yml: Relay's artifacts, and the schema as gql.tada and urql
 * read it. With --check it writes nothing and fails if a file is out of date.
 */
const CLIENTS = 'e2e/clients';
const TADA = 'node_modules/gql.tada/bin/cli.js';
const TADA_CONFIG = `${CLIENTS}/gql-tada/tsconfig.json`;
const TADA_OUTPUT = `${CLIENTS}/gql-tada/introspection.generated.d.ts`;
const URQL_OUTPUT = `${CLIENTS}/urql/schema.generated.json`;

const execute = promisify(execFile);
const read = (path: string) => readFile(join(ROOT, path), 'utf8').catch(() => '');

/** Rejects with what gql.tada prints if it fails. */
async function tadaTypes(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'meetingroom-tada-'));
  try {
    const output = join(folder, 'introspection.d.ts');
    await execute(
      process.execPath,
      [TADA, 'generate-output', '--tsconfig', TADA_CONFIG, '--output', output],
      {
        cwd: ROOT,
      },
    );
    return await readFile(output, 'utf8');
  } finally {
    await rm(folder, { recursive: true });
  }
}

async function urqlSchema(): Promise<string> {
  const schema = buildSchema(await read('schema/api.graphql'));
  return `${JSON.stringify(minifyIntrospectionQuery(introspectionFromSchema(schema)))}\n`;
}

const { values } = parseArgs({ options: { check: { type: 'boolean', default: false } } });

async function write(path: string, text: string): Promise<number> {
  if (!values.check) {
    await writeFile(join(ROOT, path), text);
    return 0;
  }
  if (text === (await read(path))) return 0;
  console.error(`${path} is not up to date: run \`npm run generate\` and commit it.`);
  return 1;
}

process.exitCode = Math.max(
  await run(
    'relay-compiler/cli.js',
    '--output',
    'quiet-with-errors',
    ...(values.check ? ['--validate'] : []),
  ),
  await write(TADA_OUTPUT, await tadaTypes()),
  await write(URQL_OUTPUT, await urqlSchema()),
);
