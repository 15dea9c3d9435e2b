import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The project's folder. */
export const PROJECT_ROOT = dirname(dirname(fileURLToPath(import.meta.url)));

/** What can be fetched again: server packages, compiled code. */
export const CACHE_DIR = join(PROJECT_ROOT, '.cache');
