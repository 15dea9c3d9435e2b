import { columns } from '../../../platform/columns.ts';
import type { AuditReport } from '../audit.ts';
import type { Counts } from '../counts.ts';
import { type Finding, isNotice, NOTICES, RULES } from '../findings.ts';

/** The number of findings shown per kind; `--json` shows all. */
const SHOWN = 20;

/** Renders the report for people: the counts, then the findings. */
export function printReport({
  at,
  tookMs,
  readings,
  counts,
  violations,
  settling,
  notices,
}: AuditReport): string {
  const times = readings === 1 ? 'read once' : `read ${readings} times`;
  return [
    `Audit of ${at} (${times}, ${(tookMs / 1_000).toFixed(1)} s)`,
    '',
    ...printCounts(counts),
    '',
    ...section(violations, (total) => `${total} ${total === 1 ? 'violation' : 'violations'}`),
    ...section(
      settling,
      (total) => `${total} settling: too young to be judged, or waiting for a time that is planned`,
    ),
    ...section(notices, (total) => `${total} to be noticed: no promise is broken`),
    violations.length === 0 ? 'Clean: no violations.' : `Not clean: ${violations.length} found.`,
    '',
  ].join('\n');
}

function printCounts(counts: Counts): readonly string[] {
  const { bookings, payments, rooms, stocks, targets, engagement, told, views } = counts;
  const { assignments, intents, refunds, events, messages } = counts;
  const inAll = (tally: Readonly<Record<string, number>>) =>
    Object.values(tally).reduce((sum, each) => sum + each, 0);
  const row = (name: string, tally: Readonly<Record<string, number>>) =>
    [
      name,
      inAll(tally),
      Object.entries(tally)
        .map(([state, count]) => `${state} ${count}`)
        .join(', '),
    ] as const;
  const money = Object.entries(counts.money).flatMap(([currency, { ours, provider }]) =>
    (
      [
        ['ours', ours],
        ['provider', provider],
      ] as const
    ).map(([whose, { secured, captured, refunded }]) => [
      currency,
      whose,
      secured,
      captured,
      refunded,
      captured - refunded,
    ]),
  );
  return [
    ...columns([
      row('bookings', bookings),
      row('payments', payments),
      row('intents', intents),
      row('refunds', refunds),
      row('rooms', rooms),
      ['assignments', assignments, ''],
      row('stocks', stocks),
      row('targets', targets),
      row('engagement', engagement),
      row('told', told),
      row('views', views),
      row('events', events),
      ['messages', messages ?? '–', messages === null ? 'the streams were not looked at' : ''],
    ]),
    '',
    ...columns([['minor units', 'books', 'secured', 'captured', 'refunded', 'kept'], ...money]),
  ];
}

function section(findings: readonly Finding[], title: (total: number) => string): readonly string[] {
  if (findings.length === 0) return [];
  const kinds = [...Map.groupBy(findings, ({ code }) => code)];
  return [
    title(findings.length),
    ...kinds.flatMap(([code, all]) => [
      `  ${code} (${all.length}): ${isNotice(code) ? NOTICES[code] : RULES[code]}`,
      ...all.slice(0, SHOWN).flatMap((finding) => printFinding(finding)),
      ...(all.length > SHOWN ? [`    … and ${all.length - SHOWN} more (--json shows all)`] : []),
    ]),
    '',
  ];
}

export function printFinding({ message, ids, correlationId }: Finding): readonly string[] {
  const named = Object.entries(ids).map(([kind, id]) => `${kind} ${id}`);
  return [
    `    ${message}`,
    `      ${[...named, ...(correlationId ? [`correlation ${correlationId}`] : [])].join('  ')}`,
  ];
}
