/**
 * Writes the script of Apollo Sandbox. With --check it writes nothing and fails if the file is out of date.
 */
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { ROOT } from '../run.ts';
import { bundleSandbox, SANDBOX_FILE } from './bundle.ts';

const path = join(ROOT, SANDBOX_FILE);
const script = await bundleSandbox();

if (!process.argv.includes('--check')) {
  await writeFile(path, script);
} else if (script !== (await readFile(path, 'utf8').catch(() => ''))) {
  console.error(`${SANDBOX_FILE} is not up to date: run \`npm run generate\` and commit it.`);
  process.exitCode = 1;
}
