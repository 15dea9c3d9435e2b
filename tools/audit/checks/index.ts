import { type CaseIndex, indexCases } from '../case-index.ts';
import type { Finding } from '../findings.ts';
import type { Snapshot } from '../snapshot.ts';
import { checkBookings, checkDoubleBookings } from './bookings.ts';
import { checkCommunity } from './community.ts';
import { checkEvents, checkStreams } from './events.ts';
import { checkLedger } from './ledger.ts';
import { checkMoney } from './money.ts';
import { findNotices } from './notices.ts';
import { checkMailboxes, checkMessages } from './notification.ts';
import { checkAssignments, checkDoubleAssignments, checkRooms } from './rooms.ts';
import { checkSupplies } from './supplies.ts';
import { checkViews } from './views.ts';

/** All checks, the most severe first. */
const CHECKS = {
  checkDoubleBookings,
  checkMoney,
  checkBookings,
  checkLedger,
  checkDoubleAssignments,
  checkAssignments,
  checkRooms,
  checkSupplies,
  checkCommunity,
  checkMessages,
  checkMailboxes,
  checkViews,
  checkEvents,
  checkStreams,
  findNotices,
} as const;

export type CheckName = keyof typeof CHECKS;
export const CHECK_NAMES = Object.keys(CHECKS) as readonly CheckName[];

/** Findings by the check that has found them. */
export type FindingsByCheck = ReadonlyMap<CheckName, readonly Finding[]>;

/** The findings of some checks, settled or not. */
export function runChecks(index: CaseIndex, names: readonly CheckName[]): FindingsByCheck {
  return new Map(names.map((name) => [name, CHECKS[name](index)]));
}

/** All findings in a snapshot of the whole, settled or not; the most severe first. */
export function checkAll(snapshot: Snapshot): readonly Finding[] {
  return inOrder([runChecks(indexCases(snapshot), CHECK_NAMES)]);
}

/** The findings of several runs, the most severe first. */
export function inOrder(runs: readonly FindingsByCheck[]): readonly Finding[] {
  return CHECK_NAMES.flatMap((name) => runs.flatMap((found) => found.get(name) ?? []));
}
