import { LARGEST_LIMIT, type Page } from '../input.ts';
import { badUserInput } from './arguments.ts';

const DEFAULT_SIZE = 20;
const LARGEST_SIZE = LARGEST_LIMIT - 1;

export type PageArguments = {
  readonly first?: number | null | undefined;
  readonly after?: string | null | undefined;
};

/** Whether a text is a valid key of the list's order. */
export type KeyCheck = (key: string) => boolean;

/**
 * Reads Relay's page arguments for keyset pagination. Throws BAD_USER_INPUT when `first` is not 1 to 100 or
 * the cursor is not one of this list.
 *
 * @param list the name of the list; a cursor is valid only for the list that created it
 * @param checks one check for each key by which the list is ordered
 */
export function readPage<Keys extends readonly string[]>(
  { first, after }: PageArguments,
  list: string,
  checks: { readonly [Index in keyof Keys]: KeyCheck },
): Page<Keys> {
  const size = first ?? DEFAULT_SIZE;
  if (size < 1 || size > LARGEST_SIZE)
    throw badUserInput(`first must be between 1 and ${LARGEST_SIZE}, not ${size}.`);
  return {
    limit: size + 1,
    after: after === null || after === undefined ? undefined : readCursor(after, list, checks),
  };
}

export type Edge<Node> = { readonly cursor: string; readonly node: Node };
export type Connection<Node> = {
  readonly edges: readonly Edge<Node>[];
  readonly pageInfo: {
    readonly hasNextPage: boolean;
    readonly hasPreviousPage: boolean;
    readonly startCursor: string | null;
    readonly endCursor: string | null;
  };
  /** Counts the whole list. It runs only when a client asks for the number. */
  readonly totalCount: () => Promise<number>;
};

/** A list in the order of its keys. */
export type List<Node, Keys extends readonly string[]> = {
  /** The name of the list; a cursor is valid only for the list that created it. */
  readonly name: string;
  /** The keys of an item in the list's order. */
  readonly keysOf: (node: Node) => Keys;
  /** Counts the items of the whole list. */
  readonly count: () => Promise<number>;
};

/**
 * Builds a Relay connection from the items of a page. A page that starts after a cursor has a previous page:
 * the item of the cursor was there when the cursor was created.
 */
export function toConnection<Node, Keys extends readonly string[]>(
  found: readonly Node[],
  { limit, after }: Page<Keys>,
  { name, keysOf, count }: List<Node, Keys>,
): Connection<Node> {
  const edges = found.slice(0, limit - 1).map((node) => ({ cursor: writeCursor(name, keysOf(node)), node }));
  return {
    edges,
    pageInfo: {
      hasNextPage: found.length >= limit,
      hasPreviousPage: after !== undefined,
      startCursor: edges[0]?.cursor ?? null,
      endCursor: edges.at(-1)?.cursor ?? null,
    },
    totalCount: count,
  };
}

function writeCursor(list: string, keys: readonly string[]): string {
  return Buffer.from(JSON.stringify([list, ...keys])).toString('base64url');
}

function readCursor<Keys extends readonly string[]>(
  cursor: string,
  list: string,
  checks: { readonly [Index in keyof Keys]: KeyCheck },
): Keys {
  const refusal = badUserInput('after must be a cursor of this list.');
  let content: unknown;
  try {
    content = JSON.parse(Buffer.from(cursor, 'base64url').toString());
  } catch {
    throw refusal;
  }
  if (!Array.isArray(content) || content.length !== checks.length + 1 || content[0] !== list) throw refusal;
  const keys: unknown[] = content.slice(1);
  if (!keys.every((key, index) => typeof key === 'string' && checks[index]?.(key))) throw refusal;
  // Checked above, key by key.
  return keys as unknown as Keys;
}
