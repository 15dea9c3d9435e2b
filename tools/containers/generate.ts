/**
 * Writes the files of the containers. With --check it writes nothing and fails if one is out of date.
 */
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { ROOT } from '../run.ts';
import { CONTAINER_FILES } from './files.ts';

for (const [file, render] of Object.entries(CONTAINER_FILES)) {
  const path = join(ROOT, file);
  if (!process.argv.includes('--check')) {
    await mkdir(dirname(path), { recursive: true });
    await writeFile(path, render());
  } else if (render() !== (await readFile(path, 'utf8').catch(() => ''))) {
    console.error(`${file} is not up to date: run \`npm run generate\` and commit it.`);
    process.exitCode = 1;
  }
}
