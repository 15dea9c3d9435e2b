import type { Page } from '../../../platform/input.ts';
import { FIRST_ID, preparedPage } from '../../../platform/postgres/pages.ts';
import { createParameters, type Parameters } from '../../../platform/postgres/parameters.ts';
import { isUnconditional, roomConditions } from '../../../platform/postgres/room-conditions.ts';
import type { RoomCriteria } from '../application/ports.ts';
import type { ListStatement } from './booking-lists.ts';
import { lastHeld, runningIn } from './booking-row.ts';

/** The ids of the rooms of a page, in their order. */
export function availableRoomsStatement(
  criteria: RoomCriteria,
  { limit, after }: Page<[id: string]>,
): ListStatement {
  const parameters = createParameters();
  const conditions = [
    ...conditionsOf(criteria, parameters),
    `id > ${parameters.add(after?.[0] ?? FIRST_ID, 'uuid')}`,
  ].join(' AND ');
  const list = `SELECT id FROM rooms WHERE ${conditions}`;
  const first = parameters.add(limit, 'integer');
  const { slot, ...others } = criteria;
  return isUnconditional(others)
    ? { name: 'available-rooms', text: preparedPage(list, 'id', first), values: parameters.values }
    : { text: `${list} ORDER BY id LIMIT ${first}`, values: parameters.values };
}

/** The number of all rooms that meet the criteria, as `total`. */
export function countAvailableRoomsStatement(criteria: RoomCriteria): ListStatement {
  const parameters = createParameters();
  const conditions = conditionsOf(criteria, parameters).join(' AND ');
  return { text: `SELECT count(*) AS total FROM rooms WHERE ${conditions}`, values: parameters.values };
}

function conditionsOf(criteria: RoomCriteria, parameters: Parameters): readonly string[] {
  const { slot, occupied, supplies } = criteria;
  const start = parameters.add(slot.start, 'timestamptz');
  const end = parameters.add(slot.end, 'timestamptz');
  const last = lastHeld('upper(slot) AS held_until', { roomId: 'rooms.id', begins: `< ${end}` });
  return [
    'NOT closed AND NOT deleted',
    `NOT EXISTS (SELECT FROM (${last}) AS last WHERE held_until > ${start})`,
    ...roomConditions(criteria, parameters),
    ...(occupied ? [isOccupied(occupied, parameters)] : []),
    ...(supplies && supplies.length > 0
      ? [`id IN (SELECT room_id FROM room_supplies WHERE names @> ${parameters.add(supplies, 'text[]')})`]
      : []),
  ];
}

function isOccupied({ at, is }: NonNullable<RoomCriteria['occupied']>, parameters: Parameters): string {
  const running = runningIn('rooms.id', parameters.add(at, 'timestamptz'));
  return `${is ? '' : 'NOT '}EXISTS (${running})`;
}
