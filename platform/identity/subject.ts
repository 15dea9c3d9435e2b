import { createHash } from 'node:crypto';
import { nameProblem } from '../input.ts';
import { trimText } from '../text/visible.ts';

export const LONGEST_SUBJECT = 255;

/** Whether a value can be the subject of a token: one line of 1 to `LONGEST_SUBJECT` characters. */
export function isSubject(value: unknown): value is string {
  if (typeof value !== 'string') return false;
  return value === trimText(value) && nameProblem('sub', value, LONGEST_SUBJECT) === undefined;
}

/**
 * A UUID (version 8, RFC 9562) that is made from a subject, always the same for the same subject. It stands
 * for the person where a text of any form cannot: in the subjects of events and as the id of an aggregate.
 */
export function subjectKey(subject: string): string {
  const hex = createHash('sha256').update(subject).digest('hex');
  const variant = ((Number.parseInt(hex.charAt(16), 16) & 0x3) | 0x8).toString(16);
  return [
    hex.slice(0, 8),
    hex.slice(8, 12),
    `8${hex.slice(13, 16)}`,
    `${variant}${hex.slice(17, 20)}`,
    hex.slice(20, 32),
  ].join('-');
}
