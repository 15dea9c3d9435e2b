import { columns } from '../../platform/columns.ts';
import type { ProcessState, Snapshot } from './snapshot.ts';

const UNKNOWN = '–';
const HEADINGS = ['', 'state', 'lag', 'outbox', 'dead letters', 'event loop'];

/** The lines of a screen. */
export function renderScreen(
  { at, processes, bookings, live }: Snapshot,
  nothing: string,
): readonly string[] {
  if (processes.length === 0) return [at, '', nothing];
  const rows = processes.map(({ name, state, lag, outbox, deadLetters, busy }) => [
    name,
    state,
    ...[lag, outbox, deadLetters].map(shown),
    busy === undefined ? '' : `${Math.round(busy * 100)} %`,
  ]);
  return [
    at,
    '',
    ...columns([HEADINGS, ...rows]),
    '',
    `bookings under way: ${shown(bookings.requested)} requested, ${shown(bookings.paid)} paid; ${shown(bookings.overdue)} for more than a minute`,
    `live: ${shown(live.connections)} connections, ${shown(live.subscriptions)} subscriptions`,
  ];
}

/** The same in one line, for a program: `name=value` with `-` for what is unknown. */
export function renderLine({ at, processes, bookings, live }: Snapshot): string {
  const isUp = ({ state }: ProcessState) => state === 'ready' || state === 'elsewhere';
  const missing = processes.filter((each) => !isUp(each)).map(({ name }) => name);
  const total = (value: (each: ProcessState) => number | undefined) => {
    const known = processes.flatMap((each) => value(each) ?? []);
    return known.length === 0 ? undefined : known.reduce((sum, each) => sum + each, 0);
  };
  const fields = {
    up: `${processes.length - missing.length}/${processes.length}`,
    missing: missing.join() || undefined,
    lag: total(({ lag }) => lag),
    outbox: total(({ outbox }) => outbox),
    dead: total(({ deadLetters }) => deadLetters),
    ...bookings,
    ...live,
  };
  const pairs = Object.entries(fields).map(([name, value]) => `${name}=${value ?? '-'}`);
  return [at, ...pairs].join(' ');
}

/** A number where one is known; processes without such a metric have nothing. */
function shown(value: number | undefined): string {
  return value === undefined ? UNKNOWN : String(value);
}
