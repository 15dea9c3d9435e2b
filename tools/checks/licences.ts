import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';

/** The licences, by their SPDX identifiers, that all packages of production may have: they permit any use. */
export const PERMISSIVE: ReadonlySet<string> = new Set([
  '0BSD',
  'Apache-2.0',
  'BSD-2-Clause',
  'BSD-3-Clause',
  'BlueOak-1.0.0',
  'ISC',
  'MIT',
  'MIT-0',
  'MIT/X11',
  'Python-2.0',
  'Unlicense',
  '(MIT AND BSD-3-Clause)',
]);

/** Other licences, and the only packages that may have them. docs/security.md says what they allow. */
const LIMITED: ReadonlyMap<string, RegExp> = new Map([
  ['Elastic-2.0', /^@apollo\/(?:composition|federation-internals|gateway|query-graphs|query-planner)$/],
]);

const lockFile = z.object({
  packages: z.record(
    z.string(),
    z.object({ dev: z.boolean().optional(), license: z.string().optional(), link: z.boolean().optional() }),
  ),
});
const PACKAGES = 'node_modules/';

/** Checks that every package of production has a licence of the list. */
export async function checkLicences(root: string): Promise<readonly string[]> {
  return licenceFindings(await readFile(join(root, 'package-lock.json'), 'utf8'));
}

/** @param lock the text of a package-lock.json */
export function licenceFindings(lock: string): readonly string[] {
  const { packages } = lockFile.parse(JSON.parse(lock));
  return Object.entries(packages).flatMap(([path, { dev = false, license = 'none' }]) => {
    if (path === '' || dev || PERMISSIVE.has(license)) return [];
    const name = path.slice(path.lastIndexOf(PACKAGES) + PACKAGES.length);
    if (LIMITED.get(license)?.test(name)) return [];
    return [`${name}: the licence ${license} is not on the list of tools/checks/licences.ts.`];
  });
}
