/**
 * Fills the compile cache of the image (NODE_COMPILE_CACHE): loads each program once, without settings, which
 * ends it after its modules are compiled.
 */
import { spawnSync } from 'node:child_process';
import { globSync } from 'node:fs';

const cache = process.env.NODE_COMPILE_CACHE;
if (cache === undefined) throw new Error('NODE_COMPILE_CACHE is not set');
const LIMIT_MS = 60_000;

for (const program of globSync(['subgraphs/*/main.ts', 'router/main.ts', 'embedded/psp/main.ts'])) {
  const { status, stdout, stderr } = spawnSync(process.execPath, [program], {
    env: { NODE_COMPILE_CACHE: cache, LOG_LEVEL: 'fatal' },
    encoding: 'utf8',
    timeout: LIMIT_MS,
  });
  // A module that is missing in the image fails differently from a setting that is missing.
  if (status === null || status === 0 || !/is not set/.test(stdout + stderr))
    throw new Error(`${program} does not end as expected (${status}): ${stdout}${stderr}`);
}
