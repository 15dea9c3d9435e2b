import { isStorableText } from '../../../platform/input/text.ts';
import { type InvalidInput, invalid } from '../../../platform/outcomes.ts';
import { LARGEST_QUANTITY, LONGEST_NAME } from '../domain/supply-line.ts';

/**
 * The name without the blanks around it.
 *
 * @param field where it stands in the mutation's input
 */
export function checkedName(field: string, given: string): string | InvalidInput {
  const name = given.trim();
  // Nothing to be seen is no name either.
  if (/^[\p{Z}\p{Cf}]*$/u.test(name)) return invalid(field, 'Give the supply a name.');
  if (name.length > LONGEST_NAME)
    return invalid(field, `The name is too long: use at most ${LONGEST_NAME} characters.`);
  if (/\p{Cc}/u.test(name)) return invalid(field, 'The name must be one line without control characters.');
  if (!isStorableText(name)) return invalid(field, 'The name is not plain Unicode text.');
  return name;
}

/** What is wrong with a quantity; undefined when nothing is. */
export function quantityFault(field: string, quantity: number): InvalidInput | undefined {
  if (Number.isInteger(quantity) && quantity >= 0 && quantity <= LARGEST_QUANTITY) return undefined;
  return invalid(field, `The quantity must be a whole number from 0 to ${LARGEST_QUANTITY}.`);
}
