import type { Plan } from './plan.ts';
import type { Result } from './run.ts';
import { VIOLATION_KINDS } from './violation.ts';

const MOST_SHOWN = 20;

/** The plan in numbers. */
export function planText({ seed, operations, faults, firstRooms, clients }: Plan): string {
  const counted = (counts: ReadonlyMap<string, number>) =>
    [...counts].map(([name, count]) => `${count} ${name}`).join(', ');
  return [
    `Seed ${seed}: ${operations.length} operations of ${clients} customers on ${firstRooms} rooms, ${faults.length} faults.`,
    `  operations  ${counted(countBy(operations, ({ type }) => type))}`,
    `  faults      ${counted(countBy(faults, ({ type }) => type))}`,
    `  targets     ${counted(countBy(faults, (fault) => (fault.type === 'misbehave' ? 'provider' : fault.target)))}`,
  ].join('\n');
}

/** What came of it: everything counted, every violation named. */
export function resultText({ outcomes, violations, counts, world, chaosMs, settledMs }: Result): string {
  const told = countBy(
    outcomes,
    ({ operation, told }) => `${operation.type}: ${told.kind === 'answer' ? told.answer.type : told.kind}`,
  );
  const statuses = countBy(world.bookings, ({ status }) => `bookings ${status}`);
  const payments = countBy(world.payments, ({ status }) => `payments ${status}`);
  const rows: readonly (readonly [string, number | string])[] = [
    ...[...told].toSorted(),
    ...[...statuses].toSorted(),
    ...[...payments].toSorted(),
    ['kills', counts.kills],
    ['hangs', counts.hangs],
    ['misbehaviours', counts.misbehaviours],
    ['faults that found nothing to break', counts.missed],
    ['seconds of chaos', Math.round(chaosMs / 1_000)],
    ['seconds from the healing until settled', (settledMs / 1_000).toFixed(1)],
    ...VIOLATION_KINDS.map((kind) => [kind, violations.filter((each) => each.kind === kind).length] as const),
  ];
  return [
    ...rows.map(([name, value]) => `  ${name.padEnd(42)}${String(value).padStart(8)}`),
    ...violations
      .slice(0, MOST_SHOWN)
      .map(
        ({ kind, what, bookingId, correlationId }) =>
          `! ${kind}: ${what}${bookingId ? ` (booking ${bookingId}, correlation ${correlationId ?? 'unknown'})` : ''}`,
      ),
    ...(violations.length > MOST_SHOWN ? [`! and ${violations.length - MOST_SHOWN} more`] : []),
    violations.length === 0 ? 'Everything is as it was told.' : 'NOT everything is as it was told.',
  ].join('\n');
}

function countBy<T>(all: Iterable<T>, nameOf: (each: T) => string): ReadonlyMap<string, number> {
  return new Map([...Map.groupBy(all, nameOf)].map(([name, group]) => [name, group.length]));
}
