import type { Instant } from '../../../platform/decisions/values.ts';
import type { Parameters } from '../../../platform/postgres/parameters.ts';
import type { BookingCriteria, BookingPage } from '../application/ports.ts';
import type { BookingStatus } from '../domain/booking.ts';
import { LONGEST_SLOT_MS } from '../domain/slot.ts';
import { lastHeld } from './booking-row.ts';

/** How a list is read. */
export type ListScope = {
  readonly parameters: Parameters;
  /** The instant at which it is read. */
  readonly at: Instant;
  /** The column that equals `owner` of the surrounding query; undefined for a list of all bookings. */
  readonly owner: 'room_id' | 'customer_id' | undefined;
  /** The order of the list; `NONE` when it is only counted. */
  readonly by: BookingPage['by'] | 'NONE';
};

/** Bookings of a list that one index has in the order of the list. All texts are SQL. */
export type ListPart = {
  /** The last column of the index before those of the order, with its value; undefined for none. */
  readonly kind?: Column | undefined;
  readonly where: readonly string[];
  /** Bounds of the starts of slots: the first, and what is after the last. */
  readonly startsFrom?: string | undefined;
  readonly startsBefore?: string | undefined;
};
type Column = readonly [name: string, value: string];

/** No slot is longer, so that its end tells where an index on the starts of slots is read from. */
const LONGEST_SLOT = `interval '${LONGEST_SLOT_MS} milliseconds'`;
/** Bookings that are longer are in an index of their own. */
const USUAL = "interval '2 hours'";

/**
 * The disjoint parts of a list: the bookings of each stage, or for a room by the start of slots those that
 * hold their slots and the others, and those that are pending.
 */
export function partsOf(criteria: BookingCriteria, scope: ListScope): readonly ListPart[] {
  const { columns, where } = ownersIn(criteria, scope);
  const room = columns.find(([name]) => name === 'room_id');
  const parts =
    room && scope.by === 'START'
      ? partsOfRoom(room[1], criteria, scope)
      : partsByStage(columns.length === 0, criteria, scope);
  const inAll = [...columns.map(equals), ...where, ...periodIn(criteria, scope)];
  return (parts.length > 0 ? parts : [NONE]).map((part) => ({
    ...part,
    where: [...inAll, ...part.where],
    startsBefore: lastStart(criteria, scope),
  }));
}

const NONE: ListPart = { where: ['false'] };

/** What is after the start of the last slot. */
function lastStart({ to, endedBy }: BookingCriteria, { parameters }: ListScope): string | undefined {
  const bounds = [to, endedBy].flatMap((instant) => instant ?? []).sort();
  return bounds[0] === undefined ? undefined : parameters.add(bounds[0], 'timestamptz');
}

/** Whose bookings they are, by columns that indexes begin with and by further conditions. */
function ownersIn(
  { roomId, customerId, hostId }: BookingCriteria,
  { owner, parameters }: ListScope,
): { readonly columns: readonly Column[]; readonly where: readonly string[] } {
  const room = roomId === undefined ? undefined : parameters.add(roomId, 'uuid');
  const columns: readonly Column[] = [
    ...(owner ? [[owner, 'owner'] as const] : []),
    ...(room ? [['room_id', room] as const] : []),
    ...(customerId === undefined ? [] : [['customer_id', parameters.add(customerId, 'text')] as const]),
  ];
  // The rooms of a host are the owners of the list already, unless it is one of a room or a customer.
  if (hostId === undefined || (owner === 'room_id' && !room)) return { columns, where: [] };
  const host = parameters.add(hostId, 'text');
  const where = room
    ? `EXISTS (SELECT FROM rooms WHERE rooms.id = ${room} AND rooms.host_id = ${host})`
    : `room_id IN (SELECT rooms.id FROM rooms WHERE rooms.host_id = ${host})`;
  return { columns, where: [where] };
}

/** When the slots are. In the order of their starts, those are bounds of the parts. */
function periodIn({ from, to, endedBy }: BookingCriteria, { parameters, by }: ListScope): readonly string[] {
  const add = (instant: Instant) => parameters.add(instant, 'timestamptz');
  const conditions = [
    ...(from === undefined
      ? []
      : [`upper(slot) > ${add(from)}`, `lower(slot) > ${add(from)} - ${LONGEST_SLOT}`]),
    ...(to === undefined ? [] : [`lower(slot) < ${add(to)}`]),
    ...(endedBy === undefined ? [] : [`upper(slot) <= ${add(endedBy)}`, `lower(slot) < ${add(endedBy)}`]),
  ];
  return by === 'START' && conditions.length > 0 ? [usually(conditions.join(' AND '))] : conditions;
}

/**
 * A condition that much of a part meets. The planner, which multiplies the shares of conditions as if they
 * were independent, would take the bookings that meet all of them for few, and read and sort the whole part.
 */
function usually(condition: string): string {
  return `CASE WHEN ${condition} THEN true ELSE false END`;
}

function partsByStage(isOfAll: boolean, criteria: BookingCriteria, scope: ListScope): readonly ListPart[] {
  const { statuses, from, endedBy } = criteria;
  // The primary key has the order of requests.
  if (isOfAll && !statuses && from === undefined && scope.by !== 'START') return [{ where: [] }];
  const startsFrom =
    from === undefined ? undefined : `${scope.parameters.add(from, 'timestamptz')} - ${LONGEST_SLOT}`;
  // What is completed has ended.
  const mayBeCompleted = from === undefined || from < scope.at;
  const own = ownIn(criteria, scope);
  const parts = [
    ...(includes(statuses, 'CONFIRMED') && endedBy === undefined
      ? [stagePart('OPEN', statuses ? isConfirmed(scope) : [], startsFrom)]
      : []),
    ...(mayBeCompleted && includes(statuses, 'COMPLETED') ? [stagePart('COMPLETED', [], startsFrom)] : []),
    ...(includes(statuses, 'REJECTED') ? [stagePart('REJECTED', own, startsFrom)] : []),
    ...(includes(statuses, 'CANCELLED') ? [stagePart('CANCELLED', own, startsFrom)] : []),
  ];
  const isFromInstant = isOfAll && scope.by === 'START' && from !== undefined;
  return [...(isFromInstant ? longApart(parts, from, scope) : parts), ...passingParts(criteria, scope)];
}

function stagePart(stage: string, where: readonly string[], startsFrom: string | undefined): ListPart {
  return { kind: ['stage', `'${stage}'`], where, startsFrom };
}

/** Confirmed bookings whose slots are not over. */
function isConfirmed({ at, parameters }: ListScope): readonly string[] {
  return [usually(`status = 'CONFIRMED' AND upper(slot) > ${parameters.add(at, 'timestamptz')}`)];
}

/**
 * The bookings that pass on soon, which are few whatever the number of all: pending ones, and open ones whose
 * slots are over, which are COMPLETED if they are confirmed. Without statuses and an end of the list, another
 * part has them.
 */
function passingParts({ statuses, endedBy }: BookingCriteria, scope: ListScope): readonly ListPart[] {
  const { owner, at, parameters } = scope;
  const over = (instant: Instant) =>
    `SELECT over.id FROM bookings AS over
      WHERE over.stage = 'OPEN' AND upper(over.slot) <= ${parameters.add(instant, 'timestamptz')}`;
  if (!statuses) return endedBy === undefined ? [] : [passing(over(endedBy), [])];
  const pending = statuses.filter((status) => status === 'REQUESTED' || status === 'PAID');
  const of = owner ? ` WHERE pending_bookings.${owner} = owner` : '';
  const isPending = () => [`status = ANY (${parameters.add(pending, 'text[]')})`];
  return [
    ...(pending.length > 0 ? [passing(`SELECT booking_id FROM pending_bookings${of}`, isPending())] : []),
    ...(statuses.includes('COMPLETED') ? [passing(over(at), ["status = 'CONFIRMED'"])] : []),
  ];
}

function passing(ids: string, conditions: readonly string[]): ListPart {
  return { where: [`id = ANY (ARRAY(${ids}))`, ...conditions] };
}

/**
 * Of all bookings, those that last at an instant are found among few: what began shortly before, and
 * those of the index of long ones.
 */
function longApart(
  parts: readonly ListPart[],
  from: Instant,
  { parameters }: ListScope,
): readonly ListPart[] {
  const shortBefore = `${parameters.add(from, 'timestamptz')} - ${USUAL}`;
  const any = parts.map((part) => `(${conditionsOf(part).join(' AND ')})`);
  if (any.length === 0) return [];
  return [
    ...parts.map((part) => ({
      ...part,
      where: [...part.where, `lower(slot) > ${shortBefore}`],
      startsFrom: shortBefore,
    })),
    {
      where: [
        `upper(slot) - lower(slot) > ${USUAL}`,
        `lower(slot) <= ${shortBefore}`,
        `(${any.join(' OR ')})`,
      ],
    },
  ];
}

/** All conditions of a part. */
export function conditionsOf({ kind, where }: ListPart): readonly string[] {
  return kind ? [equals(kind), ...where] : where;
}

function equals([name, value]: Column): string {
  return `${name} = ${value}`;
}

/** The parts of a room's list by the start of slots. */
function partsOfRoom(room: string, criteria: BookingCriteria, scope: ListScope): readonly ListPart[] {
  const { statuses, from } = criteria;
  const { at, parameters } = scope;
  const freedFrom =
    from === undefined ? undefined : `${parameters.add(from, 'timestamptz')} - ${LONGEST_SLOT}`;
  const freed = (where: readonly string[]): ListPart => ({
    kind: ['holds', 'false'],
    where: [...where, ...ownIn(criteria, scope)],
    startsFrom: freedFrom,
  });
  const held = (where: readonly string[], earliest: Instant | undefined): ListPart => ({
    kind: ['holds', 'true'],
    where,
    startsFrom: earliest === undefined ? undefined : heldFrom(room, parameters.add(earliest, 'timestamptz')),
  });
  if (!statuses) return [held([], from), freed([])];
  const others = statuses.filter((status) => status === 'REJECTED' || status === 'CANCELLED');
  return [
    ...(statuses.includes('CONFIRMED')
      ? [held(isConfirmed(scope), from !== undefined && from > at ? from : at)]
      : []),
    ...(statuses.includes('COMPLETED')
      ? [held([usually(`stage = 'COMPLETED' AND lower(slot) < ${parameters.add(at, 'timestamptz')}`)], from)]
      : []),
    ...(others.length > 0 ? [freed([usually(`status = ANY (${parameters.add(others, 'text[]')})`)])] : []),
    ...passingParts(criteria, scope),
  ];
}

/**
 * The start of the first slot of a room that is held at an instant or after it. Slots that are held do not
 * overlap.
 */
function heldFrom(room: string, instant: string): string {
  return `COALESCE((${lastHeld('lower(slot)', { roomId: room, begins: `< ${instant}` })}), ${instant})`;
}

/** Of the bookings that hold no slots, some callers see their own alone. */
function ownIn({ visibleTo }: BookingCriteria, { parameters }: ListScope): readonly string[] {
  return visibleTo === undefined ? [] : [usually(`customer_id = ${parameters.add(visibleTo, 'text')}`)];
}

function includes(statuses: BookingCriteria['statuses'], status: BookingStatus): boolean {
  return !statuses || statuses.includes(status);
}
