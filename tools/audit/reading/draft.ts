import { requirement } from '../case-index.ts';
import { aggregateKey, createHistoryFold, type HistoryFold } from '../history.ts';
import type { EventRecord, History, Scope, Snapshot, ViewRecords } from '../snapshot.ts';

type MutableView = { -readonly [Table in keyof ViewRecords]: ViewRecords[Table][number][] };

/** A snapshot of a part of the system while it is read. */
export type Draft = {
  readonly [Part in Exclude<
    keyof Snapshot,
    'view' | 'subjects' | 'histories' | 'scope' | 'streamLimits' | 'erasures'
  >]: Snapshot[Part] extends readonly (infer Item)[] ? Item[] : Snapshot[Part];
} & {
  readonly scope: Scope;
  readonly streamLimits: Snapshot['streamLimits'];
  readonly erasures: Snapshot['erasures'];
  readonly view: MutableView;
  readonly subjects: Map<string, number> | undefined;
  readonly folds: Map<string, HistoryFold>;
};

/** What all parts of one reading have in common. */
export type ReadingContext = {
  /** When the reading began. */
  readonly at: string;
  readonly holdLimitMs: number;
  readonly erasures: Snapshot['erasures'];
  /** Undefined: the streams are not read. */
  readonly streamLimits: Snapshot['streamLimits'];
};

/** The context of a reading of a few cases, before the erasures are read. The streams are not read. */
export function contextOfCases({ holdLimitMs }: Pick<ReadingContext, 'holdLimitMs'>): ReadingContext {
  return { at: new Date().toISOString(), holdLimitMs, erasures: [], streamLimits: undefined };
}

export function createDraft(
  { at, holdLimitMs, erasures, streamLimits }: ReadingContext,
  scope: Scope,
): Draft {
  return {
    at,
    holdLimitMs,
    erasures,
    streamLimits,
    scope,
    bookings: [],
    replicas: [],
    payments: [],
    rooms: [],
    assignmentVersions: [],
    stocks: [],
    targets: [],
    bookmarks: [],
    mailboxes: [],
    view: {
      rooms: [],
      roomStatuses: [],
      bookings: [],
      payments: [],
      stocks: [],
      courses: [],
      engagements: [],
      bookmarks: [],
      mailboxes: [],
    },
    intents: [],
    providerRefunds: [],
    disputes: [],
    events: [],
    claims: [],
    subjects: streamLimits ? new Map() : undefined,
    folds: new Map(),
  };
}

/** Counts a message of a stream. */
export function addSubject({ subjects }: Draft, subject: string): void {
  subjects?.set(subject, (subjects.get(subject) ?? 0) + 1);
}

/**
 * Adds an event to the history of its aggregate instead of the list of events. One that waits
 * is left out if it is there: an event that left its aggregate's document between two reads is read twice.
 *
 * @param customerOf the customer whom the event concerns
 */
export function foldEvent(
  draft: Draft,
  event: EventRecord,
  customerOf: (event: EventRecord) => string | undefined,
): void {
  const key = aggregateKey(event.service, event.aggregateId);
  let fold = draft.folds.get(key);
  if (!fold) {
    fold = createHistoryFold(requirement(draft, customerOf));
    draft.folds.set(key, fold);
  }
  if (event.published || event.version > fold.version()) fold.add(event);
}

/** What was read. */
export function toSnapshot({ folds, ...draft }: Draft): Snapshot {
  const histories = new Map<string, History>();
  for (const [key, fold] of folds) {
    const history = fold.result();
    if (history) histories.set(key, history);
  }
  return { ...draft, histories };
}

/** How many records a draft holds; an aggregate's history counts as one. */
export function sizeOf({ view, folds, subjects, erasures, ...parts }: Draft): number {
  const lists = [...Object.values(parts), ...Object.values(view)].filter((part) => Array.isArray(part));
  return lists.reduce((sum, { length }) => sum + length, folds.size + (subjects?.size ?? 0));
}
