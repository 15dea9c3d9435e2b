import { columns } from '../../../platform/columns.ts';
import type { CaseHistory, HistoryEntry } from '../case-history.ts';
import { printFinding } from './report.ts';

/** Renders a case for people: its events in order, its current state, and its findings. */
export function printCaseHistory({ correlationIds, entries, states, findings }: CaseHistory): string {
  const numbers = new Map(
    entries.flatMap(({ eventId }, at) => (eventId ? [[eventId, at + 1] as const] : [])),
  );
  const isOne = correlationIds.length === 1;
  return [
    ...correlationIds.map((id) => `Case ${id}`),
    '',
    ...columns([
      ['#', 'time', 'service', 'what', 'of', 'because of', ...(isOne ? [] : ['case'])],
      ...entries.map((entry, at) => [
        at + 1,
        entry.at,
        entry.service,
        nameOf(entry),
        entry.subject,
        causeOf(entry, numbers),
        ...(isOne ? [] : [entry.correlationId ?? '']),
      ]),
    ]),
    '',
    ...states,
    ...(findings.length === 0 ? [] : ['', 'Findings (violations or work in progress):']),
    ...findings.flatMap((finding) => [`  ${finding.code}`, ...printFinding(finding)]),
    '',
  ].join('\n');
}

/** `booking.paid` of `meetingroom.booking.paid.v1`. */
function nameOf({ type }: HistoryEntry): string {
  return type.replace(/^meetingroom\.(.+)\.v\d+$/, '$1');
}

function causeOf({ causationId, correlationId }: HistoryEntry, numbers: ReadonlyMap<string, number>): string {
  if (causationId === undefined) return '';
  const number = numbers.get(causationId);
  if (number !== undefined) return `#${number}`;
  return causationId === correlationId ? 'the clock, or the request' : causationId;
}
