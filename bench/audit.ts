import type { TestInstance } from '../embedded/testing.ts';
import { audit } from '../tools/audit/audit.ts';

/** How long the system may take to settle after a load before the auditor's word counts, in milliseconds. */
const WAIT_MS = 60_000;

/** What the auditor says of an instance once it has settled. */
export async function verdict({ dataDir }: TestInstance): Promise<string> {
  const { clean, violations } = await audit({ dataDir, waitMs: WAIT_MS });
  return clean ? 'clean' : `${violations.length} violations`;
}
