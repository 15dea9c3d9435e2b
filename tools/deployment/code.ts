import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { createImportGraph } from '../../embedded/development/import-graph.ts';
import { ROOT } from '../run.ts';

/** What the sources of a program tell of it. Paths are relative to the project. */
export type Code = {
  exists(path: string): boolean;
  /** Whether a module that the program loads has the text in quotes, such as a path that it serves. */
  quotes(program: string, text: string): boolean;
};

/** Reads the sources of this project. */
export function readCode(): Code {
  const texts = new Map<string, string | undefined>();
  const read = (path: string): string | undefined => {
    if (!texts.has(path)) {
      const file = join(ROOT, path);
      texts.set(path, existsSync(file) ? readFileSync(file, 'utf8') : undefined);
    }
    return texts.get(path);
  };
  const graph = createImportGraph(read);

  return {
    exists: (path) => existsSync(join(ROOT, path)),
    quotes: (program, text) =>
      [...graph.modulesOf(program)].some((path) => read(path)?.includes(`'${text}'`)),
  };
}
