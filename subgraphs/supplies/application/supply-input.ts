import { type InputProblem, ifPresent, nameProblem, rangeProblem } from '../../../platform/input.ts';
import { LARGEST_QUANTITY, LONGEST_NAME } from '../domain/supply-line.ts';

/** A client's description of a supply. Null means the same as left out. */
export type SupplyInput = {
  readonly name?: string | null | undefined;
  readonly quantity?: number | null | undefined;
};

/**
 * The invalid values of a supply's description, in the order of its fields.
 *
 * @param path of the description in the mutation's input, with a dot at its end; empty for the input itself
 */
export function supplyInputProblems({ name, quantity }: SupplyInput, path = ''): readonly InputProblem[] {
  return [
    ifPresent(name, (present) => nameProblem(`${path}name`, present, LONGEST_NAME)),
    ifPresent(quantity, (present) => rangeProblem(`${path}quantity`, present, 0, LARGEST_QUANTITY)),
  ].flatMap((each) => each ?? []);
}
