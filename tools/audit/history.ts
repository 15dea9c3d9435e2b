import { latest } from './latest.ts';
import type { EventRecord, EventsOfType, History, Service } from './snapshot.ts';

/** The largest number of missing versions that are told. */
export const MOST_MISSING = 1_000;

/** Adds an aggregate's events, by version, one by one. */
export type HistoryFold = {
  add(event: EventRecord): void;
  /** The version of the last event; 0 before the first. */
  version(): number;
  /** The history of the events so far; undefined without any. */
  result(): History | undefined;
};

type Mutable<T> = { -readonly [Key in keyof T]: T[Key] };

/** @param isRequired whether the stream has to have an event */
export function createHistoryFold(isRequired: (event: EventRecord) => boolean): HistoryFold {
  const missing: number[] = [];
  const waiting: EventRecord[] = [];
  const types = new Map<string, Mutable<EventsOfType>>();
  let first: EventRecord | undefined;
  let last: EventRecord | undefined;
  let latestAt = '';
  let count = 0;
  let isOnce = true;

  function addType(event: EventRecord): void {
    const required = isRequired(event) ? 1 : 0;
    const known = types.get(event.type);
    if (!known) types.set(event.type, { count: 1, required, last: event, latestAt: event.at });
    else {
      known.count += 1;
      known.required += required;
      known.last = event;
      known.latestAt = latest([known.latestAt, event.at]) ?? '';
    }
  }

  return {
    add(event) {
      const before = last?.version ?? 0;
      for (let version = before + 1; version < event.version && missing.length < MOST_MISSING; version += 1)
        missing.push(version);
      if (event.version <= before) isOnce = false;
      first ??= event;
      last = event;
      count += 1;
      latestAt = latest([latestAt, event.at]) ?? '';
      if (!event.published) waiting.push(event);
      addType(event);
    },
    version: () => last?.version ?? 0,
    result() {
      if (!first || !last) return undefined;
      const { service, aggregateId } = first;
      return { service, aggregateId, count, isOnce, missing, first, last, latestAt, types, waiting };
    },
  };
}

/** The history of an aggregate without events. */
export const NO_EVENTS = {
  count: 0,
  isOnce: true,
  missing: [],
  first: undefined,
  last: undefined,
  latestAt: undefined,
  types: new Map<string, EventsOfType>(),
  waiting: [],
} as const;

/** The versions up to that of the aggregate that none of its events has, at most `MOST_MISSING` of them. */
export function missingVersions(
  { missing, last }: Pick<History, 'missing'> & { readonly last: EventRecord | undefined },
  version: number,
): readonly number[] {
  const after = last?.version ?? 0;
  const room = Math.max(0, Math.min(version - after, MOST_MISSING - missing.length));
  const behind = Array.from({ length: room }, (_, at) => after + 1 + at);
  return [...missing.filter((each) => each <= version), ...behind];
}

/** The last event of any of these types; of all types when left out. */
export function lastOf(
  { types, last }: Pick<History, 'types'> & { readonly last: EventRecord | undefined },
  wanted?: ReadonlySet<string>,
): EventRecord | undefined {
  if (!wanted) return last;
  const found = [...types].flatMap(([type, each]) => (wanted.has(type) ? [each.last] : []));
  return found.reduce<EventRecord | undefined>(
    (latestOne, each) => (!latestOne || each.version > latestOne.version ? each : latestOne),
    undefined,
  );
}

/** By what an aggregate is found among those of all services. */
export function aggregateKey(service: Service, aggregateId: string): string {
  return `${service} ${aggregateId}`;
}
