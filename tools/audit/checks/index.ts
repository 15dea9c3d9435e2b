import { indexCases } from '../case-index.ts';
import type { Finding } from '../findings.ts';
import type { Snapshot } from '../snapshot.ts';
import { checkBookings, checkDoubleBookings } from './bookings.ts';
import { checkCommunity } from './community.ts';
import { checkEvents, checkStreams } from './events.ts';
import { checkLedger } from './ledger.ts';
import { checkMoney } from './money.ts';
import { findNotices } from './notices.ts';
import { checkNotification } from './notification.ts';
import { checkRooms } from './rooms.ts';
import { checkSupplies } from './supplies.ts';
import { checkViews } from './views.ts';

const CHECKS = [
  checkDoubleBookings,
  checkMoney,
  checkBookings,
  checkLedger,
  checkRooms,
  checkSupplies,
  checkCommunity,
  checkNotification,
  checkViews,
  checkEvents,
  checkStreams,
  findNotices,
];

/** All findings in a snapshot, settled or not; the most severe first. */
export function checkAll(snapshot: Snapshot): readonly Finding[] {
  const index = indexCases(snapshot);
  return CHECKS.flatMap((check) => check(index));
}
