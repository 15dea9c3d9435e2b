import { parseUuid } from './input.ts';

/** A set of UUIDs in little memory. */
export type IdSet = {
  /** Adds an id, unless it cannot be taken. */
  add(id: string): void;
  /** Whether an id was added; false for one that was not taken. */
  has(id: string): boolean;
};

/** The ids of a set: at most 128 MiB. */
const MOST_IDS = 2 ** 23;
const SLOTS = 2 ** 12;
/** The 32-bit words of a slot. */
const WORDS = 2;

/**
 * Creates an empty set of UUIDs: an open-addressed table with 64 bits of each id, at most half full, and so
 * 16 to 32 bytes for an id. It forgets none, and takes one id for another about once in 10^12 questions.
 *
 * @param most the most ids that it takes; what is no UUID is not taken either
 */
export function createIdSet(most = MOST_IDS): IdSet {
  let table = new Uint32Array(SLOTS * WORDS);
  let size = 0;

  /** The place of an id in a table, or the free one where it would be. */
  function placeOf(within: Uint32Array, upper: number, lower: number): number {
    const slots = within.length / WORDS;
    for (let slot = lower & (slots - 1); ; slot = (slot + 1) & (slots - 1)) {
      const place = slot * WORDS;
      const [first, second] = [within[place], within[place + 1]];
      if ((first === upper && second === lower) || (first === 0 && second === 0)) return place;
    }
  }

  function grow(): void {
    const larger = new Uint32Array(table.length * 2);
    for (let place = 0; place < table.length; place += WORDS) {
      const [upper = 0, lower = 0] = [table[place], table[place + 1]];
      if (upper !== 0 || lower !== 0) larger.set([upper, lower], placeOf(larger, upper, lower));
    }
    table = larger;
  }

  return {
    add(id) {
      const bits = bitsOf(id);
      if (!bits || size === most) return;
      const place = placeOf(table, ...bits);
      if (table[place] !== 0 || table[place + 1] !== 0) return;
      table.set(bits, place);
      size += 1;
      if (size * WORDS * 2 > table.length) grow();
    },
    has(id) {
      const bits = bitsOf(id);
      if (!bits) return false;
      const place = placeOf(table, ...bits);
      return table[place] !== 0 || table[place + 1] !== 0;
    },
  };
}

/** 64 bits of a UUID, in two halves that are not both 0; undefined for another text. */
function bitsOf(id: string): readonly [upper: number, lower: number] | undefined {
  const hex = parseUuid(id)?.replaceAll('-', '');
  if (hex === undefined) return undefined;
  const word = (index: number) => Number.parseInt(hex.slice(index * 8, index * 8 + 8), 16);
  const upper = (word(0) ^ word(2)) >>> 0;
  const lower = (word(1) ^ word(3)) >>> 0;
  return upper === 0 && lower === 0 ? [0, 1] : [upper, lower];
}
