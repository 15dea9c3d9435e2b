import type { Money } from '../decisions/values.ts';
import type { Parameters } from './parameters.ts';

/** What rooms are asked for by their own columns. Texts and names are folded. */
export type RoomColumnCriteria = {
  readonly hostId?: string | undefined;
  readonly minCapacity?: number | undefined;
  readonly location?: string | undefined;
  readonly nameContains?: string | undefined;
  readonly maxHourlyRate?: Money | undefined;
};

/** Whether all rooms meet the criteria, so that a list of them has one plan. */
export function isUnconditional(criteria: Readonly<Record<string, unknown>>): boolean {
  return Object.values(criteria).every((value) => value === undefined);
}

/** The criteria as SQL conditions on a table `rooms`, whose columns booking and view name alike. */
export function roomConditions(
  { hostId, minCapacity, location, nameContains, maxHourlyRate }: RoomColumnCriteria,
  parameters: Parameters,
): readonly string[] {
  return [
    ...(hostId === undefined ? [] : [`host_id = ${parameters.add(hostId, 'text')}`]),
    ...(minCapacity === undefined ? [] : [`capacity >= ${parameters.add(minCapacity, 'integer')}`]),
    ...(location === undefined ? [] : [contains('folded_location', location, parameters)]),
    ...(nameContains === undefined ? [] : [contains('folded_name', nameContains, parameters)]),
    ...(maxHourlyRate
      ? [
          `currency = ${parameters.add(maxHourlyRate.currency, 'text')}`,
          `amount <= ${parameters.add(maxHourlyRate.amount, 'bigint')}`,
        ]
      : []),
  ];
}

/**
 * Whether a folded text contains another one, as an SQL condition. The service's schema has the function
 * `bigrams`, the pairs of characters of a text, and an index on those of the column: it finds texts that few
 * rows contain, in any script.
 */
function contains(column: string, text: string, parameters: Parameters): string {
  const part = parameters.add(text, 'text');
  return `(strpos(${column}, ${part}) > 0 AND bigrams(${column}) @> bigrams(${part}))`;
}
