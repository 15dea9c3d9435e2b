import { glob } from 'node:fs/promises';
import { join } from 'node:path';

const SKIPPED_FOLDERS: ReadonlySet<string> = new Set(['node_modules', '.git', '.cache', '.data']);

export type ListedFile = {
  readonly path: string;
  /** The path relative to the project folder, for messages. */
  readonly name: string;
};

/** Lists the project's own files that match one of the patterns, in order. */
export async function listFiles(root: string, patterns: readonly string[]): Promise<readonly ListedFile[]> {
  const names: string[] = [];
  const options = {
    cwd: root,
    exclude: (name: string) => name.split('/').some((part) => SKIPPED_FOLDERS.has(part)),
  };
  for await (const name of glob([...patterns], options)) names.push(name);
  return names.sort().map((name) => ({ name, path: join(root, name) }));
}
