import { GraphQLError } from 'graphql';
import { isCurrency } from '../currency.ts';
import type { Money } from '../decisions/values.ts';
import { ifPresent, parseInstant, parseUuid } from '../input.ts';
import { textFault } from '../text/faults.ts';
import { foldText } from '../text/fold.ts';

/** The error for a wrong argument. The message says what the argument must be. */
export function badUserInput(message: string): GraphQLError {
  return new GraphQLError(message, { extensions: { code: 'BAD_USER_INPUT' } });
}

/** Reads a UUID in the form in which ids are stored. Throws BAD_USER_INPUT for any other text. */
export function uuidArgument(name: string, value: string): string {
  const id = parseUuid(value);
  if (id === undefined) throw badUserInput(`${name} must be a UUID.`);
  return id;
}

/** Reads a text unchanged. Throws BAD_USER_INPUT when it is too long or a database could not store it. */
export function textArgument(name: string, value: string, longest: number): string {
  const fault = textFault(value, longest);
  if (fault === 'TooManyBytes' || fault === 'TooManyCharacters')
    throw badUserInput(`${name} must have at most ${longest} characters.`);
  // What is only looked for turns nothing.
  if (fault && fault !== 'TurnsText') throw badUserInput(`${name} must be plain text.`);
  return value;
}

/** Reads a text that is looked for, folded. Throws BAD_USER_INPUT as `textArgument` does. */
export function searchArgument(name: string, value: string, longest: number): string {
  return foldText(textArgument(name, value, longest));
}

/** Reads an instant in its normal form. Throws BAD_USER_INPUT when it is not RFC 3339. */
export function instantArgument(name: string, value: string): string {
  const instant = parseInstant(value);
  if (!instant) throw badUserInput(`${name} must be an RFC 3339 instant such as 2030-05-01T09:00:00Z.`);
  return instant;
}

type Period = { readonly from?: string | null | undefined; readonly to?: string | null | undefined };

/**
 * Reads the beginning and the end of a period, each of which may be left open. Throws BAD_USER_INPUT when one
 * is no instant, or the end is before the beginning.
 *
 * @param prefix of the names of the two arguments, such as `filter.`
 */
export function periodArgument(
  { from, to }: Period,
  prefix = '',
): { readonly from: string | undefined; readonly to: string | undefined } {
  const period = {
    from: ifPresent(from, (instant) => instantArgument(`${prefix}from`, instant)),
    to: ifPresent(to, (instant) => instantArgument(`${prefix}to`, instant)),
  };
  if (period.from !== undefined && period.to !== undefined && period.from > period.to)
    throw badUserInput(`${prefix}to must not be before ${prefix}from.`);
  return period;
}

/**
 * Reads an amount of money. Throws BAD_USER_INPUT when it is no whole number of minor units or the currency
 * is unknown.
 */
export function moneyArgument(name: string, { amount, currency }: Money): Money {
  if (!Number.isSafeInteger(amount))
    throw badUserInput(`${name}.amount must be a whole number of minor units.`);
  if (!isCurrency(currency)) throw badUserInput(`${name}.currency must be an ISO 4217 code, such as KRW.`);
  return { amount, currency };
}

/** Checks the length of a list. Throws BAD_USER_INPUT when it has more items. */
export function listArgument<Item>(name: string, items: readonly Item[], most: number): readonly Item[] {
  if (items.length > most) throw badUserInput(`${name} must have at most ${most} items.`);
  return items;
}
