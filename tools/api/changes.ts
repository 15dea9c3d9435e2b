import { CriticalityLevel, diff } from '@graphql-inspector/core';
import { buildSchema } from 'graphql';

/** What a client notices: `breaking` what worked fails, `dangerous` it may meet what it does not know. */
export type Impact = 'breaking' | 'dangerous' | 'safe';

/** One difference between two versions of the API. */
export type ApiChange = {
  readonly impact: Impact;
  /** The schema coordinate, such as `Room.status`. */
  readonly coordinate: string;
  /** What changed, as a sentence. */
  readonly text: string;
};

const IMPACTS: Readonly<Record<CriticalityLevel, Impact>> = {
  [CriticalityLevel.Breaking]: 'breaking',
  [CriticalityLevel.Dangerous]: 'dangerous',
  [CriticalityLevel.NonBreaking]: 'safe',
};

/** Changes of descriptions, which no client can notice but in a documentation. */
const DESCRIPTION = /_DESCRIPTION_(?:ADDED|CHANGED|REMOVED)$/;

/**
 * Compares two versions of the API.
 *
 * @param before the schema of a release, in the schema definition language
 * @param after the schema of today
 * @returns the changes but those of descriptions, ordered by impact, then by coordinate
 */
export async function apiChanges(before: string, after: string): Promise<readonly ApiChange[]> {
  const changes = await diff(buildSchema(before), buildSchema(after));
  return changes
    .filter(({ type }) => !DESCRIPTION.test(type))
    .map(({ criticality, path, message }) => ({
      impact: IMPACTS[criticality.level],
      coordinate: path ?? '',
      text: message,
    }))
    .toSorted(byImpact);
}

const ORDER: readonly Impact[] = ['breaking', 'dangerous', 'safe'];

function byImpact(left: ApiChange, right: ApiChange): number {
  return (
    ORDER.indexOf(left.impact) - ORDER.indexOf(right.impact) ||
    compare(left.coordinate, right.coordinate) ||
    compare(left.text, right.text)
  );
}

function compare(left: string, right: string): number {
  if (left === right) return 0;
  return left < right ? -1 : 1;
}
