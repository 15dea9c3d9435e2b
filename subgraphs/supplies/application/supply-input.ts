import { type InvalidInput, ifPresent, nameFault, rangeFault } from '../../../platform/input.ts';
import { LARGEST_QUANTITY, LONGEST_NAME } from '../domain/supply-line.ts';

/** A client's description of a supply. Null means the same as left out. */
export type SupplyInput = {
  readonly name?: string | null | undefined;
  readonly quantity?: number | null | undefined;
};

/**
 * The first invalid value of a supply's description; undefined when all values are valid.
 *
 * @param path of the description in the mutation's input, with a dot at its end; empty for the input itself
 */
export function supplyInputFault({ name, quantity }: SupplyInput, path = ''): InvalidInput | undefined {
  return (
    ifPresent(name, (present) => nameFault(`${path}name`, present, LONGEST_NAME)) ??
    ifPresent(quantity, (present) => rangeFault(`${path}quantity`, present, 0, LARGEST_QUANTITY))
  );
}
