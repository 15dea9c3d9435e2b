import { setTimeout as delay } from 'node:timers/promises';
import { environment } from '../../platform/config/environment.ts';
import { CannotRead } from './cannot-read.ts';
import type { Counts } from './counts.ts';
import { judge, keyOf, type Verdict } from './findings.ts';
import { type Reading, type ReadingOptions, readSystem } from './reading/reading.ts';
import { findSources, type Sources } from './sources.ts';

export type AuditOptions = {
  /** The stores to read; by default those that the environment and the record of DATA_DIR name. */
  readonly sources?: Sources;
  /** The folder of a running instance, instead of the environment. */
  readonly dataDir?: string;
  /** How long a case may stay unsettled after its last change, in milliseconds. */
  readonly settleMs?: number;
  /** Repeats for at most this long, in milliseconds, until nothing is violated or unsettled. */
  readonly waitMs?: number;
  /** False skips NATS. */
  readonly streams?: boolean;
} & ReadingOptions;

export type AuditReport = Verdict & {
  /** When the reported reading began. */
  readonly at: string;
  readonly tookMs: number;
  readonly readings: number;
  readonly counts: Counts;
  /** True if there is no violation. */
  readonly clean: boolean;
};

export const SETTLE_MS = 30_000;
const PAUSE_MS = 1_000;

/**
 * Reads the stores and the provider without changing anything, and reports what violates the rules of
 * findings.ts. The stores are read while the system runs, so a violation is a finding of two
 * readings.
 *
 * @throws CannotRead if something cannot be read
 */
export async function audit(options: AuditOptions = {}): Promise<AuditReport> {
  const { settleMs = SETTLE_MS, waitMs = 0, streams = true } = options;
  const found = options.sources ?? findSources(options.dataDir ? { DATA_DIR: options.dataDir } : environment);
  const sources = streams ? found : { ...found, nats: undefined };
  return repeatedly({ read: () => readSystem(sources, options), settleMs, waitMs, pauseMs: PAUSE_MS });
}

/** Repeats the readings of an audit, with any reader. */
export async function repeatedly({
  read,
  settleMs,
  waitMs,
  pauseMs,
}: {
  readonly read: () => Promise<Reading>;
  readonly settleMs: number;
  readonly waitMs: number;
  readonly pauseMs: number;
}): Promise<AuditReport> {
  const begun = performance.now();
  const isLate = () => performance.now() - begun >= waitMs;
  let seenBefore: ReadonlySet<string> | undefined;
  for (let readings = 1; ; readings += 1) {
    const reading = await readOrWait();
    if (!reading) {
      await delay(pauseMs);
      continue;
    }
    const found = judge(reading.findings, reading.at, settleMs);
    const verdict = seenBefore ? confirmed(found, seenBefore) : found;
    const isQuiet = verdict.violations.length + verdict.settling.length === 0;
    const isSure = found.violations.length === 0 || seenBefore !== undefined;
    if (isQuiet || (isLate() && isSure)) {
      const clean = verdict.violations.length === 0;
      const tookMs = Math.round(performance.now() - begun);
      return { at: reading.at, tookMs, readings, counts: reading.counts, ...verdict, clean };
    }
    seenBefore = new Set([...found.violations, ...found.settling].map(keyOf));
    await delay(pauseMs);
  }

  /** While there is time left, a store that cannot be read may recover. */
  async function readOrWait(): Promise<Reading | undefined> {
    try {
      return await read();
    } catch (error) {
      if (error instanceof CannotRead && !isLate()) return undefined;
      throw error;
    }
  }
}

/**
 * A finding of a single reading may result from reading one store before another. An overlap concerns one
 * store only.
 */
function confirmed({ violations, settling, notices }: Verdict, seenBefore: ReadonlySet<string>): Verdict {
  const isSure = (finding: Verdict['violations'][number]) =>
    finding.changedAt === undefined || seenBefore.has(keyOf(finding));
  return {
    violations: violations.filter(isSure),
    settling: [...settling, ...violations.filter((finding) => !isSure(finding))],
    notices,
  };
}
