import { watch } from 'node:fs';
import { basename, dirname, resolve } from 'node:path';

/** The delay before a changed file is read, since writing takes time and editors write twice. */
const SETTLE_MS = 100;

/** Calls back when a file is changed or replaced. Returns a function that stops watching. */
export function followFile(path: string, onChange: () => void): () => void {
  let settling: NodeJS.Timeout | undefined;
  // Watches the folder, because a file that is renamed over the old one is a different file.
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

/** Kubernetes replaces mounted files by changing the link `..data` in their folder. */
function isMountedLink(name: string): boolean {
  return name === '..data';
}
