import { setTimeout as delay } from 'node:timers/promises';
import { findLauncher } from '../../embedded/launcher/client.ts';
import { lastRefundDue } from './check-stuck.ts';
import { check } from './checker.ts';
import type { Outcome } from './history.ts';
import type { Instance } from './mortal-instance.ts';
import type { SystemState } from './system-state.ts';
import type { Violation } from './violation.ts';

/** How long after the healing everything has to be settled. */
export const SETTLE_LIMIT_MS = 60_000;
/** A refund that failed several times is retried on its own schedule, which may be later. */
const REFUND_LIMIT_MS = 180_000;
const REFUND_GRACE_MS = 10_000;
const POLL_MS = 500;
const READY_LIMIT_MS = 60_000;

/** Waits until every process is up and the provider behaves. @throws Error if that takes too long. */
export async function heal(
  instance: Instance,
  resetProvider: () => Promise<boolean>,
  signal: AbortSignal,
): Promise<void> {
  const until = Date.now() + READY_LIMIT_MS;
  let isReset = false;
  for (;;) {
    signal.throwIfAborted();
    isReset ||= await resetProvider();
    const rows = (await findLauncher(instance.dataDir)?.status())?.rows ?? [];
    const away = rows.filter(({ state }) => state !== 'ready').map(({ name, state }) => `${name} ${state}`);
    if (isReset && rows.length > 0 && away.length === 0) return;
    if (Date.now() > until) throw new Error(`Processes are still down after the healing: ${away.join(', ')}`);
    await delay(POLL_MS);
  }
}

/** Repeats the comparison until there is no violation or the time is up. */
export async function settle(
  readState: () => Promise<SystemState>,
  outcomes: () => readonly Outcome[],
  healedAt: number,
  signal: AbortSignal,
): Promise<{ readonly violations: readonly Violation[]; readonly state: SystemState }> {
  for (;;) {
    signal.throwIfAborted();
    const state = await readState();
    const violations = check(outcomes(), state);
    if (violations.length === 0) return { violations, state };
    const due = lastRefundDue(state);
    const limit = Math.min(
      Math.max(healedAt + SETTLE_LIMIT_MS, due === undefined ? 0 : Date.parse(due) + REFUND_GRACE_MS),
      healedAt + REFUND_LIMIT_MS,
    );
    if (Date.now() > limit) return { violations, state };
    await delay(POLL_MS);
  }
}
