import type { Rows, Table } from '../../../subgraphs/view/application/ports.ts';
import type { AssignmentRead } from '../load/assignments.ts';
import type { BareRoom } from '../load/mongo.ts';
import { openScratch, type ScratchTable } from '../load/scratch.ts';
import type {
  ClaimRecord,
  EventRecord,
  IntentRecord,
  ProviderDispute,
  ProviderRefund,
  StockRecord,
} from '../snapshot.ts';
import { type Assigned, createAssigned } from './assigned.ts';

/** What is read in another order than it is checked, on disk. Cases have the keys of bookings. */
export type Workspace = {
  /** The rows of the views by the keys of their groups. */
  readonly view: { readonly [Name in Table]: ScratchTable<Rows[Name]> };
  /** The subjects of a context's messages by the keys of their groups. */
  subjectsOf(context: string): ScratchTable<string>;
  /** The cases of payments by the ids of the payments. */
  readonly casesOfPayments: ScratchTable<string>;
  /** The cases of payments by the ids of the intents that they name. */
  readonly casesOfNamedIntents: ScratchTable<string>;
  /** The cases of intents by the ids of the intents. */
  readonly casesOfIntents: ScratchTable<string>;
  /** What the provider has, by case. */
  readonly intents: ScratchTable<IntentRecord>;
  readonly refunds: ScratchTable<ProviderRefund>;
  readonly disputes: ScratchTable<ProviderDispute>;
  /** By the ids of their commands. */
  readonly claims: ScratchTable<ClaimRecord>;
  readonly rooms: ScratchTable<BareRoom>;
  readonly stocks: ScratchTable<StockRecord>;
  /** The events that wait in documents of rooms, assignments and stocks, by their ids. */
  readonly waiting: ScratchTable<EventRecord>;
  readonly assigned: Assigned;
  /** By booking, which is its case: open or over. */
  readonly assignments: ScratchTable<AssignmentRead>;
  /** The events of rooms about bookings, by case. */
  readonly roomEvents: ScratchTable<EventRecord>;
  /** The messages by their causes. */
  readonly messages: ScratchTable<EventRecord>;
  /** The events that are to be told. */
  readonly told: ScratchTable<null>;
  /** The bookings of erased customers. */
  readonly erased: ScratchTable<null>;
  close(): void;
};

export function openWorkspace(): Workspace {
  const scratch = openScratch();
  const { table } = scratch;
  const subjects = new Map<string, ScratchTable<string>>();
  return {
    view: {
      rooms: table('view_rooms'),
      roomStatuses: table('view_room_statuses'),
      bookings: table('view_bookings'),
      payments: table('view_payments'),
      stocks: table('view_stocks'),
      courses: table('view_courses'),
      engagements: table('view_engagements'),
      bookmarks: table('view_bookmarks'),
      mailboxes: table('view_mailboxes'),
    },
    subjectsOf(context) {
      const known = subjects.get(context) ?? table<string>(`subjects_${context}`);
      subjects.set(context, known);
      return known;
    },
    casesOfPayments: table('cases_of_payments'),
    casesOfNamedIntents: table('cases_of_named_intents'),
    casesOfIntents: table('cases_of_intents'),
    intents: table('intents'),
    refunds: table('refunds'),
    disputes: table('disputes'),
    claims: table('claims'),
    rooms: table('rooms'),
    stocks: table('stocks'),
    waiting: table('waiting'),
    assigned: createAssigned(scratch),
    assignments: table('assignments'),
    roomEvents: table('room_events'),
    messages: table('messages'),
    told: table('told'),
    erased: table('erased'),
    close: scratch.close,
  };
}
