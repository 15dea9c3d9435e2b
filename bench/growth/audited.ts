import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { setInterval as every } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { peakResidentBytes } from '../proc.ts';

const AUDIT = fileURLToPath(new URL('../../tools/audit/main.ts', import.meta.url));
const LOOK_MS = 100;

export type AuditCost = {
  readonly seconds: number;
  /** The largest resident set of the process, in bytes. */
  readonly peakBytes: number;
  readonly isClean: boolean;
};

/**
 * Runs `npm run audit` in a process of its own, which prints its progress.
 *
 * @param options further ones, such as `--booking ID`
 */
export async function measureAudit(
  dataDir: string,
  options: readonly string[],
  signal: AbortSignal,
): Promise<AuditCost> {
  const begun = performance.now();
  const child = spawn(process.execPath, [AUDIT, '--data-dir', dataDir, ...options], {
    stdio: ['ignore', 'ignore', 'inherit'],
    signal,
  });
  const ended = new AbortController();
  const exit = once(child, 'exit').finally(() => ended.abort());
  const [peakBytes, [status]] = await Promise.all([peakUntil(ended.signal, child.pid), exit]);
  return { seconds: (performance.now() - begun) / 1_000, peakBytes, isClean: status === 0 };
}

/** Looks at a process until it has ended, and returns its largest resident set in bytes. */
async function peakUntil(ended: AbortSignal, pid: number | undefined): Promise<number> {
  let peak = 0;
  try {
    // What has ended has no memory any more.
    for await (const _ of every(LOOK_MS, undefined, { signal: ended }))
      if (pid !== undefined) peak = Math.max(peak, peakResidentBytes(pid));
  } catch (error) {
    if (!ended.aborted && peak === 0) throw error;
  }
  return peak;
}
