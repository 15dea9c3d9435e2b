import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The project folder. */
export const PROJECT_ROOT = dirname(dirname(fileURLToPath(import.meta.url)));

/** The cache for what can be fetched or made again: server packages, compiled code. */
export const CACHE_DIR = join(PROJECT_ROOT, '.cache');
