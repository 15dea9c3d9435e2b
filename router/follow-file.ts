import { watch } from 'node:fs';
import { basename, dirname, resolve } from 'node:path';

/** The delay before a change is reported: writes are not atomic, and editors write twice. */
const SETTLE_MS = 100;

/** Calls `onChange` after a file is changed or replaced. Returns a function that stops this. */
export function followFile(path: string, onChange: () => void): () => void {
  let settling: NodeJS.Timeout | undefined;
  // The folder is watched, not the file: renaming replaces a file by another one.
  const watcher = watch(dirname(resolve(path)), { persistent: false }, (_, name) => {
    if (name !== null && name !== basename(path) && !isMountedLink(name)) return;
    clearTimeout(settling);
    settling = setTimeout(onChange, SETTLE_MS);
  });
  return () => {
    clearTimeout(settling);
    watcher.close();
  };
}

/** Kubernetes changes a mounted file by replacing the link `..data` in its folder. */
function isMountedLink(name: string): boolean {
  return name === '..data';
}
