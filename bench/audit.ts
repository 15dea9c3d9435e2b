import type { TestInstance } from '../embedded/testing.ts';
import { audit } from '../tools/audit/audit.ts';

/** How long the system may take to settle after a load, in milliseconds. */
const WAIT_MS = 60_000;

/** The audit's verdict on an instance that has settled. */
export async function verdict({ dataDir }: TestInstance): Promise<string> {
  const { clean, violations } = await audit({ dataDir, waitMs: WAIT_MS });
  return clean ? 'clean' : `${violations.length} violations`;
}
