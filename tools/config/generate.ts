/**
 * Writes the table of docs/configuration.md. With --check it writes nothing and fails if that is out of date.
 */
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { ROOT } from '../run.ts';
import { DOCUMENT, withTable } from './documentation.ts';

const path = join(ROOT, DOCUMENT);
const document = await readFile(path, 'utf8');
const current = withTable(document);

if (!process.argv.includes('--check')) await writeFile(path, current);
else if (current !== document) {
  console.error(`${DOCUMENT} is not up to date: run \`npm run generate\` and commit it.`);
  process.exitCode = 1;
}
