import { type CaseIndex, indexCases } from '../case-index.ts';
import { type CheckName, type FindingsByCheck, runChecks } from '../checks/index.ts';
import { toldEvents } from '../checks/notification.ts';
import { addCounts, type Counts, countAll } from '../counts.ts';
import { batches, createSource, type Source } from '../load/merge.ts';
import type { Keyed, ScratchTable } from '../load/scratch.ts';
import type { Scope } from '../snapshot.ts';
import { createDraft, type Draft, type ReadingContext, sizeOf, toSnapshot } from './draft.ts';
import type { Workspace } from './workspace.ts';

/** A part of the system that is read and checked batch by batch. */
export type Part = {
  readonly scope: Scope;
  readonly checks: readonly CheckName[];
  readonly sources: readonly Source<Draft>[];
  /** Adds what the records of a batch refer to. */
  readonly complete?: (draft: Draft) => void;
};

/** What the batches of a part come to. */
export type Result = { readonly findings: readonly FindingsByCheck[]; readonly counts: Counts };

export type PartOptions = {
  readonly context: ReadingContext;
  readonly workspace: Workspace;
  /** How many records a batch reads, beyond those of its last booking, room or customer. */
  readonly batchSize: number;
  /** Is told how many records each batch has read, and how many it holds. */
  readonly onBatch: (batch: { readonly read: number; readonly held: number }) => void;
};

/** Reads a part batch by batch, and checks each batch. */
export async function checkPart(
  { scope, checks, sources, complete }: Part,
  { context, workspace, batchSize, onBatch }: PartOptions,
): Promise<Result> {
  const findings: FindingsByCheck[] = [];
  const create = () => createDraft(context, scope);
  let counts = countAll(indexCases(toSnapshot(create())));
  for await (const { draft, records } of batches(sources, { size: batchSize, create })) {
    complete?.(draft);
    const index = withMessages(draft, workspace, checks);
    const found = runChecks(index, checks);
    if ([...found.values()].some((each) => each.length > 0)) findings.push(found);
    counts = addCounts(counts, countAll(index));
    onBatch({ read: records, held: sizeOf(draft) });
  }
  return { findings, counts };
}

/** Adds the messages that the events of a draft have caused, if they are checked. */
function withMessages(draft: Draft, { messages, told }: Workspace, checks: readonly CheckName[]): CaseIndex {
  const index = indexCases(toSnapshot(draft));
  if (!checks.includes('checkMessages')) return index;
  const events = toldEvents(index);
  const found = events.flatMap((id) => messages.get(id));
  for (const id of events) told.add(id, null);
  if (found.length === 0) return index;
  draft.events.push(...found);
  return indexCases(toSnapshot(draft));
}

/** A source of the records of a table of the workspace. */
export function fromTable<T>(table: ScratchTable<T>, put: (draft: Draft, record: T) => void): Source<Draft> {
  return createSource<Keyed<T>, Draft>({
    chunks: table.inOrder(),
    keyOf: ({ key }) => key,
    put: (draft, { record }) => put(draft, record),
  });
}

/** A source of records that a store has in the order of their keys. */
export function fromStore<T>(
  chunks: AsyncIterable<readonly T[]>,
  keyOf: (record: T) => string,
  put: (draft: Draft, record: T) => void,
): Source<Draft> {
  return createSource({ chunks, keyOf, put });
}
