import { indexCases } from '../case-index.ts';
import { checkAll, type FindingsByCheck, inOrder } from '../checks/index.ts';
import { addCounts, type Counts, countAll } from '../counts.ts';
import type { Finding } from '../findings.ts';
import { readErasures } from '../load/booking.ts';
import type { StreamState } from '../load/streams.ts';
import type { Snapshot } from '../snapshot.ts';
import type { Sources } from '../sources.ts';
import { CASE_SCOPE, casesPart } from './cases.ts';
import { createDraft, type ReadingContext, toSnapshot } from './draft.ts';
import { fillCases, fillClaims, fillProvider, fillRooms, fillStreams, fillViews } from './fill.ts';
import { mailboxesPart } from './mailboxes.ts';
import { checkOverlappingAssignments, checkOverlappingBookings, checkStrayMessages } from './overlapping.ts';
import { checkPart, type Part, type PartOptions } from './parts.ts';
import { placesPart } from './places.ts';
import { openStores, type Stores } from './stores.ts';
import { openWorkspace, type Workspace } from './workspace.ts';

/** What one reading of everything finds. */
export type Reading = {
  /** When it began. */
  readonly at: string;
  /** Settled or not; the most severe first. */
  readonly findings: readonly Finding[];
  readonly counts: Counts;
};

export type ReadingOptions = {
  /** How many records a batch reads, beyond those of its last booking, room or customer. */
  readonly batchSize?: number;
  /** Is told how many records each batch has read, and how many it holds. */
  readonly onBatch?: PartOptions['onBatch'];
  /** Is told how much is read: the step, the records that are read, and about how many there are. */
  readonly onProgress?: (step: string, done: number, total: number) => void;
};

const BATCH = 1_500;

/**
 * Reads everything and checks it, in memory that does not grow with it. The view is read before the facts: it
 * may lag behind what they have, and is never ahead of it. Each PostgreSQL store is read in one database
 * snapshot. What cannot be read in the order of its key is put in that order on disk.
 *
 * @throws CannotRead
 */
export async function readSystem(sources: Sources, options: ReadingOptions = {}): Promise<Reading> {
  const at = new Date().toISOString();
  const workspace = openWorkspace();
  try {
    await fillViews(sources.view, workspace);
    const stores = await openStores(sources);
    try {
      return await readStores(at, sources, stores, workspace, options);
    } finally {
      await stores.close();
    }
  } finally {
    workspace.close();
  }
}

async function readStores(
  at: string,
  sources: Sources,
  stores: Stores,
  workspace: Workspace,
  { batchSize = BATCH, onBatch, onProgress }: ReadingOptions,
): Promise<Reading> {
  const states = await stores.streams?.states();
  const context: ReadingContext = {
    at,
    holdLimitMs: sources.holdLimitMs,
    erasures: await readErasures(stores.booking, at),
    streamLimits: limitsOf(states),
  };
  const total = onProgress ? await countRecords(stores, states) : 0;
  let step = '';
  let done = 0;
  const onRead = (records: number) => {
    done += records;
    onProgress?.(step, Math.min(done, total), total);
  };
  await fillCases(stores, workspace);
  step = 'streams';
  await fillStreams(stores, states ?? [], at, workspace, onRead);
  step = 'provider';
  await fillProvider(sources.provider, stores, workspace, onRead);
  await fillRooms(stores, workspace);
  await fillClaims(stores, workspace);

  const found: FindingsByCheck[] = [];
  let counts = countAll(indexCases(toSnapshot(createDraft(context, CASE_SCOPE))));
  const partOptions: PartOptions = {
    context,
    workspace,
    batchSize,
    onBatch(batch) {
      onBatch?.(batch);
      onRead(batch.read);
    },
  };
  async function check(name: string, part: Part): Promise<void> {
    step = name;
    const result = await checkPart(part, partOptions);
    found.push(...result.findings);
    counts = addCounts(counts, result.counts);
  }
  // In this order: the first two fill what the third one refers to.
  await check('messages', mailboxesPart(stores, workspace));
  await check('rooms', placesPart(stores, workspace, at));
  await check('bookings', casesPart(stores, workspace));
  found.push(
    ...(await checkOverlappingBookings(context, stores)),
    ...(await checkOverlappingAssignments(context, stores, workspace)),
    await checkStrayMessages(workspace),
  );
  return { at, findings: inOrder(found), counts };
}

function limitsOf(states: readonly StreamState[] | undefined): Snapshot['streamLimits'] {
  return states && new Map(states.map(({ context, limit }) => [context, limit]));
}

/** About how many records are reported as read. */
async function countRecords(
  { booking, payment, community, notification, room, supplies }: Stores,
  states: readonly StreamState[] = [],
): Promise<number> {
  const counts = await Promise.all([
    ...[booking, payment, community, notification].map(async (schema) => {
      const [row] = await schema.rows<{ count: number }>('SELECT count(*) AS count FROM events');
      return row?.count ?? 0;
    }),
    ...[room, supplies].map(({ link }) => link.collection('history').estimatedDocumentCount()),
    ...['bookings', 'payments'].map(async (table) => {
      const schema = table === 'bookings' ? booking : payment;
      const [row] = await schema.rows<{ count: number }>(`SELECT 4 * count(*) AS count FROM ${table}`);
      return row?.count ?? 0;
    }),
  ]);
  return [...counts, ...states.map(({ messages }) => messages)].reduce((sum, each) => sum + each, 0);
}

/** The reading of a snapshot that is held as a whole. */
export function readingOf(snapshot: Snapshot): Reading {
  const index = indexCases(snapshot);
  return { at: snapshot.at, findings: checkAll(snapshot), counts: countAll(index) };
}
