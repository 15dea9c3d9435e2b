import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The project's folder. */
export const projectRoot = dirname(dirname(fileURLToPath(import.meta.url)));

/** What can be fetched again: server packages, compiled code. */
export const cacheDir = join(projectRoot, '.cache');
