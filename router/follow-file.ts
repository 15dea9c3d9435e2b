import { watch } from 'node:fs';
import { basename, dirname, resolve } from 'node:path';

/** How long a changed file is left alone before it is read: writers need a moment, and editors write twice. */
const SETTLE_MS = 100;

/** Tells whenever a file has changed, also by another that took its place. Returns how to stop. */
export function followFile(path: string, onChange: () => void): () => void {
  let settling: NodeJS.Timeout | undefined;
  // The folder is watched, not the file: a file that is replaced by renaming is another file.
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

/** Kubernetes changes a mounted file by moving the link `..data` of its folder. */
function isMountedLink(name: string): boolean {
  return name === '..data';
}
