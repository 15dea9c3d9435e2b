import type { Chapter, Story } from '../story.ts';
import { columns } from './columns.ts';
import { printFinding } from './report.ts';

/** Renders a case for people: its events in order, its current state, and its findings. */
export function printStory({ correlationIds, chapters, states, findings }: Story): string {
  const numbers = new Map(
    chapters.flatMap(({ eventId }, at) => (eventId ? [[eventId, at + 1] as const] : [])),
  );
  const isOne = correlationIds.length === 1;
  return [
    ...correlationIds.map((id) => `Case ${id}`),
    '',
    ...columns([
      ['#', 'time', 'service', 'what', 'of', 'because of', ...(isOne ? [] : ['case'])],
      ...chapters.map((chapter, at) => [
        at + 1,
        chapter.at,
        chapter.service,
        nameOf(chapter),
        chapter.subject,
        causeOf(chapter, numbers),
        ...(isOne ? [] : [chapter.correlationId ?? '']),
      ]),
    ]),
    '',
    ...states,
    ...(findings.length === 0 ? [] : ['', 'Not as it should be (or on its way):']),
    ...findings.flatMap((finding) => [`  ${finding.code}`, ...printFinding(finding)]),
    '',
  ].join('\n');
}

/** `booking.paid` of `meetingroom.booking.paid.v1`. */
function nameOf({ type }: Chapter): string {
  return type.replace(/^meetingroom\.(.+)\.v\d+$/, '$1');
}

function causeOf({ causationId, correlationId }: Chapter, numbers: ReadonlyMap<string, number>): string {
  if (causationId === undefined) return '';
  const number = numbers.get(causationId);
  if (number !== undefined) return `#${number}`;
  return causationId === correlationId ? 'the clock, or the request' : causationId;
}
