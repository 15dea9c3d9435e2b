import { subjectKey } from '../../../platform/identity/subject.ts';
import type { Rows, Table } from '../../../subgraphs/view/application/ports.ts';
import { readAssignments } from '../load/assignments.ts';
import { readMongoClaims, readRooms, readStocks } from '../load/mongo.ts';
import { sampleInstants } from '../load/payment.ts';
import { type OpenSchema, readClaims } from '../load/postgres.ts';
import { readProvider } from '../load/provider.ts';
import type { ScratchTable } from '../load/scratch.ts';
import type { StreamState } from '../load/streams.ts';
import { openView, readTable } from '../load/view.ts';
import type { Sources } from '../sources.ts';
import type { Stores } from './stores.ts';
import type { Workspace } from './workspace.ts';

/** Is told how many records were read. */
export type OnRead = (records: number) => void;

/** Reads the views, in one snapshot of their database. */
export async function fillViews(url: string, { view }: Workspace): Promise<void> {
  const schema = await openView(url);
  try {
    await fillTable(schema, 'rooms', view.rooms, ({ id }) => id);
    await fillTable(schema, 'roomStatuses', view.roomStatuses, ({ roomId }) => roomId);
    await fillTable(schema, 'bookings', view.bookings, ({ id }) => id);
    await fillTable(schema, 'payments', view.payments, ({ bookingId }) => bookingId);
    await fillTable(schema, 'stocks', view.stocks, ({ roomId }) => roomId);
    await fillTable(schema, 'courses', view.courses, ({ id }) => id);
    await fillTable(schema, 'engagements', view.engagements, ({ targetId }) => targetId);
    await fillTable(schema, 'bookmarks', view.bookmarks, ({ targetId }) => targetId);
    await fillTable(schema, 'mailboxes', view.mailboxes, ({ customerId }) => subjectKey(customerId));
  } finally {
    await schema.close();
  }
}

async function fillTable<Name extends Table>(
  schema: OpenSchema,
  table: Name,
  into: ScratchTable<Rows[Name]>,
  keyOf: (row: Rows[Name]) => string,
): Promise<void> {
  for await (const rows of readTable(schema, table)) for (const row of rows) into.add(keyOf(row), row);
}

/** Reads which booking each payment and each erased customer has. */
export async function fillCases({ booking, payment }: Stores, workspace: Workspace): Promise<void> {
  const payments = payment.chunks<{ id: string; booking_id: string; intent_id: string | null }>(
    'SELECT id, booking_id, intent_id FROM payments',
  );
  for await (const rows of payments) {
    for (const { id, booking_id: bookingId, intent_id: intentId } of rows) {
      workspace.casesOfPayments.add(id, bookingId);
      if (intentId !== null) workspace.casesOfNamedIntents.add(intentId, bookingId);
    }
  }
  const erased = booking.chunks<{ id: string }>(`SELECT id FROM bookings WHERE customer_id LIKE 'erased-%'`);
  for await (const rows of erased) for (const { id } of rows) workspace.erased.add(id, null);
}

/** Reads what the provider has. An intent is in the case of each payment that it names or that names it. */
export async function fillProvider(
  provider: Sources['provider'],
  { payment }: Stores,
  { casesOfPayments, casesOfNamedIntents, casesOfIntents, intents, refunds, disputes }: Workspace,
  onRead: OnRead,
): Promise<void> {
  const casesOf = (intent: string) => {
    const known = casesOfIntents.get(intent);
    return known.length > 0 ? known : [intent];
  };
  await readProvider(provider, await sampleInstants(payment), {
    intent(intent) {
      const { id, reference } = intent;
      const ofPayment = reference.paymentId === undefined ? [] : casesOfPayments.get(reference.paymentId);
      const known = new Set([...casesOfNamedIntents.get(id), ...ofPayment]);
      // One that belongs to no payment is found in the case that it names, or in one of its own.
      const cases = known.size > 0 ? [...known] : [reference.bookingId ?? id];
      for (const key of cases) {
        intents.add(key, intent);
        casesOfIntents.add(id, key);
      }
      onRead(1);
    },
    refund(refund) {
      for (const key of casesOf(refund.intentId)) refunds.add(key, refund);
    },
    dispute(dispute) {
      for (const key of casesOf(dispute.intentId)) disputes.add(key, dispute);
    },
  });
}

/** Reads rooms, their assignments and supplies. Their histories are read after this. */
export async function fillRooms({ room, supplies }: Stores, workspace: Workspace): Promise<void> {
  for await (const chunk of readRooms(room)) {
    for (const { aggregate, waiting } of chunk) {
      workspace.rooms.add(aggregate.id, aggregate);
      for (const event of waiting) workspace.waiting.add(aggregate.id, event);
    }
  }
  for await (const chunk of readAssignments(room)) {
    for (const { aggregate, waiting } of chunk) {
      const { id, open } = aggregate;
      workspace.assignments.add(id, aggregate);
      if (open) workspace.assigned.add(open);
      for (const event of waiting) workspace.waiting.add(id, event);
    }
  }
  for await (const chunk of readStocks(supplies)) {
    for (const { aggregate, waiting } of chunk) {
      workspace.stocks.add(aggregate.roomId, aggregate);
      for (const event of waiting) workspace.waiting.add(aggregate.roomId, event);
    }
  }
}

/** Reads the idempotency keys without an outcome. */
export async function fillClaims(stores: Stores, { claims }: Workspace): Promise<void> {
  const all = [
    ...(['booking', 'payment', 'community', 'notification'] as const).map((service) =>
      readClaims(stores[service], service),
    ),
    readMongoClaims(stores.room),
    readMongoClaims(stores.supplies),
  ];
  for (const chunks of all)
    for await (const chunk of chunks) for (const claim of chunk) claims.add(claim.commandId, claim);
}

/** Reads the subjects of the messages that the streams had at an instant, in one pass for each stream. */
export async function fillStreams(
  { streams }: Stores,
  states: readonly StreamState[],
  at: string,
  { casesOfPayments, subjectsOf }: Workspace,
  onRead: OnRead,
): Promise<void> {
  if (!streams) return;
  for (const { context } of states) {
    const table = subjectsOf(context);
    for await (const chunk of streams.subjects(context, at)) {
      for (const subject of chunk) {
        const id = subject.slice(subject.lastIndexOf('.') + 1);
        table.add(context === 'payment' ? (casesOfPayments.get(id)[0] ?? id) : id, subject);
      }
      onRead(chunk.length);
    }
  }
}
