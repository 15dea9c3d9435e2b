import type { Counts } from './nemesis.ts';
import type { Plan } from './plan.ts';
import type { Fault } from './plan-faults.ts';
import type { Result } from './run.ts';
import { VIOLATION_KINDS } from './violation.ts';

const MAX_SHOWN = 20;

/** Renders a summary of the plan. */
export function planText({ seed, operations, faults, firstRooms, clients }: Plan): string {
  const counted = (counts: ReadonlyMap<string, number>) =>
    [...counts].map(([name, count]) => `${count} ${name}`).join(', ');
  return [
    `Seed ${seed}: ${operations.length} operations of ${clients} customers on ${firstRooms} rooms, ${faults.length} faults.`,
    `  operations  ${counted(countBy(operations, ({ type }) => type))}`,
    `  faults      ${counted(countBy(faults, ({ type }) => type))}`,
    `  targets     ${counted(countBy(faults, targetOf))}`,
  ].join('\n');
}

/** Renders the result: all counts and every violation. */
export function resultText({ outcomes, violations, counts, state, chaosMs, settledMs }: Result): string {
  const completion = countBy(
    outcomes,
    ({ operation, completion }) =>
      `${operation.type}: ${completion.kind === 'answer' ? completion.answer.type : completion.kind}`,
  );
  const statuses = countBy(state.bookings, ({ status }) => `bookings ${status}`);
  const payments = countBy(state.payments, ({ status }) => `payments ${status}`);
  const rows: readonly (readonly [string, number | string])[] = [
    ...[...completion].toSorted(),
    ...[...statuses].toSorted(),
    ...[...payments].toSorted(),
    ['kills', counts.kills],
    ['hangs', counts.hangs],
    ['misbehaviours', counts.misbehaviours],
    ['full disks', counts.fullDisks],
    ['faults that hit no process', counts.missed],
    ...roundRows(counts),
    ['seconds of chaos', Math.round(chaosMs / 1_000)],
    ['seconds from the healing until settled', (settledMs / 1_000).toFixed(1)],
    ...VIOLATION_KINDS.map((kind) => [kind, violations.filter((each) => each.kind === kind).length] as const),
  ];
  return [
    ...rows.map(([name, value]) => `  ${name.padEnd(42)}${String(value).padStart(8)}`),
    ...violations
      .slice(0, MAX_SHOWN)
      .map(
        ({ kind, what, bookingId, correlationId }) =>
          `! ${kind}: ${what}${bookingId ? ` (booking ${bookingId}, correlation ${correlationId ?? 'unknown'})` : ''}`,
      ),
    ...(violations.length > MAX_SHOWN ? [`! and ${violations.length - MAX_SHOWN} more`] : []),
    violations.length === 0 ? 'No violations: all answers match the stores.' : 'Violations: see above.',
  ].join('\n');
}

function targetOf(fault: Fault): string {
  switch (fault.type) {
    case 'misbehave':
      return 'provider';
    case 'kill-all':
      return 'everything';
    case 'disk-full':
      return 'disk';
    default:
      return fault.target;
  }
}

/** The kills of everything and the starts that followed them. */
function roundRows({ rounds }: Counts): readonly (readonly [string, number | string])[] {
  if (rounds.length === 0) return [];
  const starts = rounds.map(({ startMs }) => startMs / 1_000).toSorted((a, b) => a - b);
  const failed = rounds.reduce((sum, { failures }) => sum + failures.length, 0);
  return [
    ['kills of everything', rounds.length],
    ['starts killed before they were up', rounds.filter(({ isInterrupted }) => isInterrupted).length],
    ['processes killed by them', rounds.reduce((sum, { killed }) => sum + killed, 0)],
    ['starts that came up by themselves', rounds.filter(({ failures }) => failures.length === 0).length],
    ['starts that did not', failed],
    ['seconds of a start (median)', (starts[Math.floor(starts.length / 2)] ?? 0).toFixed(1)],
    ['seconds of the longest start', (starts.at(-1) ?? 0).toFixed(1)],
  ];
}

function countBy<T>(all: Iterable<T>, nameOf: (each: T) => string): ReadonlyMap<string, number> {
  return new Map([...Map.groupBy(all, nameOf)].map(([name, group]) => [name, group.length]));
}
