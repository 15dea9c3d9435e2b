import { LARGEST_LIMIT } from '../input.ts';

/**
 * Below and above all ids. As the place where the first page begins, one of them gives all pages of a list
 * the same statement, which is prepared once for each connection.
 */
export const FIRST_ID = '00000000-0000-0000-0000-000000000000';
export const LAST_ID = 'ffffffff-ffff-ffff-ffff-ffffffffffff';

/**
 * A page whose plan serves all limits. The server takes a limit that it does not know for a tenth of what is
 * limited, so that it is told the largest one, too; it reads no more than the page.
 *
 * @param list the whole list as SQL, without an order
 * @param order by which columns of the list
 * @param limit the parameter with the limit of the page
 */
export function preparedPage(list: string, order: string, limit: string): string {
  return `SELECT * FROM (${list} ORDER BY ${order} LIMIT ${LARGEST_LIMIT}) AS listed ORDER BY ${order} LIMIT ${limit}`;
}
