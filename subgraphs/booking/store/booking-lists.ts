import type { Instant } from '../../../platform/decisions/values.ts';
import { FIRST_ID, LAST_ID } from '../../../platform/postgres/pages.ts';
import { createParameters, type Parameters } from '../../../platform/postgres/parameters.ts';
import type { BookingCriteria, BookingOwner, BookingPage } from '../application/ports.ts';
import { conditionsOf, type ListPart, type ListScope, partsOf } from './booking-list-parts.ts';
import { BOOKING_COLUMNS } from './booking-row.ts';

/** A statement of a list and its values. It has a name if one plan serves all values. */
export type ListStatement = {
  readonly name?: string;
  readonly text: string;
  readonly values: readonly unknown[];
};

/** The column by which bookings belong to an owner, and its type. */
const OWNERS: Readonly<Record<BookingOwner, readonly [column: 'room_id' | 'customer_id', type: string]>> = {
  ROOM: ['room_id', 'uuid'],
  CUSTOMER: ['customer_id', 'text'],
};

/** A page of a list. */
export function pageStatement(criteria: BookingCriteria, wanted: BookingPage, at: Instant): ListStatement {
  const parameters = createParameters();
  const owners = ownersOf(criteria, parameters);
  const scope = { parameters, at, owner: owners?.column, by: wanted.by };
  if (!owners) return { text: pageOf(criteria, wanted, scope), values: parameters.values };
  const text = `SELECT page.* FROM ${owners.from} CROSS JOIN LATERAL (${pageOf(criteria, wanted, scope)}) AS page
    ORDER BY ${orderOf(wanted)} LIMIT ${limitOf(wanted, parameters)}`;
  return { text, values: parameters.values };
}

/** The same page of the bookings of each owner. Rows have the `place` of their owner, from 1. */
export function pagesStatement(
  owner: BookingOwner,
  ids: readonly string[],
  { criteria, page }: { readonly criteria: BookingCriteria; readonly page: BookingPage },
  at: Instant,
): ListStatement {
  const parameters = createParameters();
  const [column, type] = OWNERS[owner];
  const text = `SELECT place, page.* FROM unnest(${parameters.add(ids, `${type}[]`)}) WITH ORDINALITY AS owners (owner, place)
    CROSS JOIN LATERAL (${pageOf(criteria, page, { parameters, at, owner: column, by: page.by })}) AS page
    ORDER BY place, ${orderOf(page)}`;
  return { text, values: parameters.values };
}

/** The number of all bookings of a list, as `total`. */
export function countStatement(criteria: BookingCriteria, at: Instant): ListStatement {
  const parameters = createParameters();
  const owners = ownersOf(criteria, parameters);
  const all = allOf(criteria, { parameters, at, owner: owners?.column, by: 'NONE' });
  const from = owners ? `${owners.from} CROSS JOIN LATERAL (${all})` : `(${all})`;
  return { text: `SELECT count(*) AS total FROM ${from} AS listed`, values: parameters.values };
}

/** The number of the bookings of each `owner` that has any, as `total`. */
export function countsStatement(
  owner: BookingOwner,
  ids: readonly string[],
  criteria: BookingCriteria,
  at: Instant,
): ListStatement {
  const parameters = createParameters();
  const [column, type] = OWNERS[owner];
  const text = `SELECT owner, count(*) AS total FROM unnest(${parameters.add(ids, `${type}[]`)}) AS owners (owner)
    CROSS JOIN LATERAL (${allOf(criteria, { parameters, at, owner: column, by: 'NONE' })}) AS listed GROUP BY owner`;
  return { text, values: parameters.values };
}

/** The rooms of a host, whose bookings are read room by room: those of all others are not read. */
function ownersOf({ hostId, roomId, customerId }: BookingCriteria, parameters: Parameters) {
  if (hostId === undefined || roomId !== undefined || customerId !== undefined) return undefined;
  const from = `(SELECT id AS owner FROM rooms WHERE host_id = ${parameters.add(hostId, 'text')} ORDER BY id) AS owners`;
  return { from, column: 'room_id' } as const;
}

/** A page as one query, merged from one index scan for each part of the list. */
function pageOf(criteria: BookingCriteria, wanted: BookingPage, scope: ListScope): string {
  const parts = partsOf(criteria, scope);
  const limit = limitOf(wanted, scope.parameters);
  const pages = parts.map((part) => {
    const { where, order } = scanOf(part, wanted, scope.parameters);
    return `SELECT ${BOOKING_COLUMNS} FROM bookings${whereAll(where)} ORDER BY ${order} LIMIT ${limit}`;
  });
  if (pages.length === 1) return pages.join();
  const merged = pages.map((page) => `(${page})`).join(' UNION ALL ');
  return `SELECT * FROM (${merged}) AS parts ORDER BY ${orderOf(wanted)} LIMIT ${limit}`;
}

/**
 * A part of a page as a range of its index. The range is one of rows that begin with what kind of bookings
 * they are, and so is the order: no other index has it. With an equation instead, the planner reads another
 * index in the order of the list and passes over what is not of the part, because it takes that for evenly
 * spread.
 */
function scanOf(part: ListPart, { by, direction, page }: BookingPage, parameters: Parameters) {
  const { kind, startsFrom, startsBefore } = part;
  const isByStart = by === 'START';
  const keys = [...(kind ? [kind[0]] : []), ...(isByStart ? ['lower(slot)', 'id'] : ['id'])];
  const order = keys.map((key) => `${key} ${direction}`).join();
  const after = page.after?.map((key, index) => parameters.add(key, TYPES[by][index] ?? 'text'));
  const compare = (operator: string, ends: readonly string[]) =>
    `(${keys.join()}) ${operator} (${[...(kind ? [kind[1]] : []), ...ends].join()})`;
  const first = compare('>=', isByStart ? [startsFrom ?? "'-infinity'", BELOW_ALL] : [BELOW_ALL]);
  const last = compare('<=', isByStart ? endOf(startsBefore) : [ABOVE_ALL]);
  // The planner takes less than the first kind, or more than the last one, for nothing.
  const rest = after && [compare(direction === 'ASC' ? '>=' : '<=', after), `id <> ${after.at(-1)}`];
  const range = rest ? [...rest, direction === 'ASC' ? last : first] : [first, last];
  return { where: [...(kind ? range : (rest ?? [])), ...part.where], order };
}

/** The last keys of slots that start before an instant. */
function endOf(startsBefore: string | undefined): readonly string[] {
  return startsBefore ? [startsBefore, BELOW_ALL] : ["'infinity'", ABOVE_ALL];
}

/** Below and above all ids, as SQL. */
const BELOW_ALL = `'${FIRST_ID}'`;
const ABOVE_ALL = `'${LAST_ID}'`;

/** The types of the keys of a cursor. */
const TYPES: Readonly<Record<BookingPage['by'], readonly string[]>> = {
  REQUEST: ['uuid'],
  START: ['timestamptz', 'uuid'],
};

/** All bookings of a list as one query without columns. */
function allOf(criteria: BookingCriteria, scope: ListScope): string {
  return partsOf(criteria, scope)
    .map((part) => `SELECT FROM bookings${whereAll(conditionsOf(part))}`)
    .join(' UNION ALL ');
}

function whereAll(conditions: readonly string[]): string {
  return conditions.length === 0 ? '' : ` WHERE ${conditions.join(' AND ')}`;
}

function orderOf({ by, direction }: BookingPage): string {
  return by === 'START' ? `slot_start ${direction}, id ${direction}` : `id ${direction}`;
}

function limitOf({ page }: BookingPage, parameters: Parameters): string {
  return parameters.add(page.limit, 'integer');
}
