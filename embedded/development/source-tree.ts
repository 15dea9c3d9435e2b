import { type FSWatcher, readdirSync, readFileSync, statSync, watch } from 'node:fs';
import { extname, join } from 'node:path';
import { errorCode } from '../../platform/errors.ts';

/** The sources of the project as they were last seen. Paths are relative to its root. */
export type SourceTree = {
  /** A file's text; undefined when there is none. */
  read(path: string): string | undefined;
  close(): void;
};

/** What programs are made of. Editors' backups and swap files have other names. */
const EXTENSIONS: ReadonlySet<string> = new Set([
  '.ts',
  '.js',
  '.mjs',
  '.json',
  '.graphql',
  '.sql',
  '.yaml',
  '.yml',
]);
/**
 * Writers need a moment, and a checkout or a formatter saves many files: so long nothing more must have
 * happened.
 */
const SETTLE_MS = 80;

type Source = { readonly stamp: string; readonly text: string };

/**
 * Follows the sources below a folder, without hidden folders and node_modules.
 *
 * @param ignored folders that are passed over, as absolute paths
 * @param onChange gets the paths whose content is another than before, also those that are new or gone.
 * Events only start a comparison: whichever of them the system combines or drops, and however an editor
 * writes, no change is lost.
 */
export function followSources(
  root: string,
  ignored: readonly string[],
  onChange: (paths: readonly string[]) => void,
): SourceTree {
  const watchers = new Map<string, FSWatcher>();
  let settling: NodeJS.Timeout | undefined;
  let sources = look(new Map());

  function look(before: ReadonlyMap<string, Source>): ReadonlyMap<string, Source> {
    const found = new Map<string, Source>();
    const folders = [''];
    for (const folder of folders) {
      // Watched before it is read, so that nothing is missed between.
      if (!watchers.has(folder)) watchFolder(folder);
      for (const entry of unlessGone(() => readdirSync(join(root, folder), { withFileTypes: true })) ?? []) {
        const path = join(folder, entry.name);
        if (entry.isDirectory()) {
          if (!isPassedOver(entry.name, path)) folders.push(path);
        } else if (EXTENSIONS.has(extname(entry.name)) && !entry.name.startsWith('.')) {
          const source = lookAt(path, before.get(path));
          if (source) found.set(path, source);
        }
      }
    }
    for (const [folder, watcher] of watchers) {
      if (folders.includes(folder)) continue;
      watcher.close();
      watchers.delete(folder);
    }
    return found;
  }

  function lookAt(path: string, before: Source | undefined): Source | undefined {
    return unlessGone(() => {
      const { mtimeMs, size, ino } = statSync(join(root, path));
      const stamp = `${mtimeMs} ${size} ${ino}`;
      return before?.stamp === stamp ? before : { stamp, text: readFileSync(join(root, path), 'utf8') };
    });
  }

  function isPassedOver(name: string, path: string): boolean {
    return name.startsWith('.') || name === 'node_modules' || ignored.includes(join(root, path));
  }

  function watchFolder(folder: string): void {
    const watcher = unlessGone(() => watch(join(root, folder), settle));
    watcher?.on('error', settle); // the folder is gone
    if (watcher) watchers.set(folder, watcher);
  }

  function settle(): void {
    clearTimeout(settling);
    settling = setTimeout(compare, SETTLE_MS);
  }

  function compare(): void {
    const before = sources;
    sources = look(before);
    const paths = new Set([...before.keys(), ...sources.keys()]);
    const changed = [...paths].filter((path) => before.get(path)?.text !== sources.get(path)?.text);
    if (changed.length > 0) onChange(changed);
  }

  return {
    read: (path) => sources.get(path)?.text,
    close() {
      clearTimeout(settling);
      for (const watcher of watchers.values()) watcher.close();
    },
  };
}

/** What a call gives, or undefined when the file or folder has gone meanwhile. */
function unlessGone<Result>(call: () => Result): Result | undefined {
  try {
    return call();
  } catch (error) {
    if (['ENOENT', 'ENOTDIR'].includes(errorCode(error) ?? '')) return undefined;
    throw error;
  }
}
