import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { composeServices } from '@apollo/composition';
import { parse } from 'graphql';
import { parse as parseYaml } from 'yaml';
import { z } from 'zod';

/**
 * Composes schema/supergraph.graphql from the subgraphs of schema/supergraph.yaml. With --check it writes
 * nothing and fails if the file is out of date.
 */
const ROOT = join(import.meta.dirname, '..');
const CONFIG = 'schema/supergraph.yaml';
const COMMON = 'schema/common.graphql';
const OUTPUT = 'schema/supergraph.graphql';

const configuration = z.object({
  subgraphs: z.record(z.string(), z.object({ routing_url: z.string(), schema: z.string() })),
});

function read(path: string): Promise<string> {
  return readFile(join(ROOT, path), 'utf8');
}

async function compose(): Promise<string> {
  const { subgraphs } = configuration.parse(parseYaml(await read(CONFIG)));
  const common = await read(COMMON);
  const services = await Promise.all(
    Object.entries(subgraphs).map(async ([name, { routing_url: url, schema }]) => ({
      name,
      url,
      typeDefs: parse(`${common}\n${await read(schema)}`),
    })),
  );
  const { supergraphSdl, errors } = composeServices(services);
  if (!supergraphSdl) throw new Error(errors?.map(({ message }) => message).join('\n'));
  return `# Composed from ${CONFIG} by \`npm run generate\`; not edited by hand.\n${supergraphSdl}`;
}

const { values } = parseArgs({ options: { check: { type: 'boolean', default: false } } });
const composed = await compose().catch((error: Error) => {
  console.error(`The subgraphs do not compose:\n${error.message}`);
  process.exit(1);
});
if (!values.check) {
  await writeFile(join(ROOT, OUTPUT), composed);
} else if (composed !== (await read(OUTPUT).catch(() => ''))) {
  console.error(`${OUTPUT} is not up to date: run \`npm run generate\` and commit it.`);
  process.exit(1);
}
