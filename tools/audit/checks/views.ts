import { isPseudonym } from '../../../platform/identity/pseudonym.ts';
import type { Table } from '../../../subgraphs/view/application/ports.ts';
import { STORED_TABLES } from '../../../subgraphs/view/store/tables.ts';
import type { CaseIndex } from '../case-index.ts';
import type { Finding } from '../findings.ts';
import { type ExpectedRow, expectRows } from './view-rows.ts';

/** What the keys of a table name. */
const NAMES: { readonly [Name in Table]: Readonly<Record<string, string>> } = {
  rooms: { id: 'room' },
  roomStatuses: { roomId: 'room' },
  bookings: { id: 'booking' },
  payments: { bookingId: 'booking' },
  stocks: { roomId: 'room' },
  courses: { id: 'target' },
  engagements: { targetId: 'target' },
  bookmarks: { targetId: 'target', customerId: 'customer' },
  mailboxes: { customerId: 'customer' },
};

/** A row of any table. */
type Row = Readonly<Record<string, unknown>>;

/**
 * Every row of a view is what the facts are after the last event about it. A row that has not caught up yet
 * is unsettled as long as that event is young.
 */
export function checkViews(index: CaseIndex): readonly Finding[] {
  const expected = expectRows(index);
  const { view, scope } = index.snapshot;
  const tables = STORED_TABLES.filter(({ table }) => scope?.tables.has(table) ?? true);
  return tables.flatMap(({ table, keyOf }) => {
    const rows = new Map(view[table].map((row): [string, Row] => [keyOf(row), row]));
    const wrong = expected[table]().flatMap((each: ExpectedRow<Row>) => {
      const key = keyOf(each.row);
      const row = rows.get(key);
      rows.delete(key);
      return compare(table, each, row);
    });
    const unknown = [...rows.values()]
      .filter((row) => !isErasedBookmark(table, row))
      .map((row) => withoutFact(table, row, 'it is of nothing that exists'));
    return [...wrong, ...unknown];
  });
}

/** A view that is made anew has what an erased customer once bookmarked, on nobody's page. */
function isErasedBookmark(table: Table, { customerId }: Row): boolean {
  return table === 'bookmarks' && typeof customerId === 'string' && isPseudonym(customerId);
}

function compare(table: Table, { row, last }: ExpectedRow<Row>, there: Row | undefined): readonly Finding[] {
  const { version, type, at: changedAt, correlationId } = last;
  const found = (code: Finding['code'], message: string) => [
    { code, message, ids: idsOf(table, row), correlationId, changedAt },
  ];
  if (!there) return found('VIEW_BEHIND', `it is missing after ${type}`);
  const has = Number(there.version);
  if (has < version) return found('VIEW_BEHIND', `it is at version ${has}, ${type} has version ${version}`);
  if (has > version)
    return [withoutFact(table, there, `it is at version ${has}, the last event has version ${version}`)];
  const differ = Object.entries(row)
    .filter(([field, fact]) => JSON.stringify(there[field]) !== JSON.stringify(fact))
    .map(
      ([field, fact]) => `${field}: ${JSON.stringify(fact)}, the view has ${JSON.stringify(there[field])}`,
    );
  return differ.length === 0 ? [] : found('VIEW_DIFFERS', differ.join('; '));
}

/** The view is read before the facts. */
function withoutFact(table: Table, row: Row, message: string): Finding {
  return { code: 'VIEW_WITHOUT_FACT', message, ids: idsOf(table, row), changedAt: '' };
}

function idsOf(table: Table, row: Row): Finding['ids'] {
  const keys = Object.entries(NAMES[table]).map(([field, name]) => [name, String(row[field])]);
  return { table, ...Object.fromEntries(keys) };
}
