import { randomUUID } from 'node:crypto';

const PREFIX = 'erased-';

/** A customer's id and the pseudonym that takes its place. */
export type Renaming = { readonly customerId: string; readonly pseudonym: string };

/**
 * A new name that takes the place of a person's subject when their data is erased. It is random: nothing
 * leads from it to the person.
 */
export function newPseudonym(): string {
  return PREFIX + randomUUID();
}

/** Whether a name stands for a person whose data was erased. */
export function isPseudonym(name: string): boolean {
  return name.startsWith(PREFIX);
}
