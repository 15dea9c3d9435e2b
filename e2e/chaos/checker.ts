import { checkAnswers } from './check-answers.ts';
import { checkCommunity } from './check-community.ts';
import { checkMoney } from './check-money.ts';
import { checkRooms } from './check-rooms.ts';
import { checkSeen } from './check-seen.ts';
import { checkStuck } from './check-stuck.ts';
import type { Outcome } from './history.ts';
import type { SystemState } from './system-state.ts';
import type { Violation } from './violation.ts';

/**
 * Compares the answers that the clients got, and the views and messages that they see, with what the stores
 * and the provider contain once everything has settled, and returns all differences. Pure.
 */
export function check(outcomes: readonly Outcome[], state: SystemState): readonly Violation[] {
  const correlationIds = new Map(state.bookings.map(({ id, correlationId }) => [id, correlationId]));
  return [
    ...checkAnswers(outcomes, state),
    ...checkMoney(outcomes, state),
    ...checkRooms(outcomes, state),
    ...checkCommunity(outcomes, state),
    ...checkSeen(state),
    ...checkStuck(state),
  ].map((violation) => ({
    ...violation,
    correlationId: violation.bookingId ? (correlationIds.get(violation.bookingId) ?? undefined) : undefined,
  }));
}
