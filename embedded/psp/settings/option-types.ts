/** How one kind of setting is parsed from text (environment, command line, control request) and printed. */
export type OptionType<T> = {
  /** A description of the accepted values, for help texts and refusals. */
  readonly expects: string;
  /** Returns undefined if the text is not accepted. */
  readonly parse: (text: string) => T | undefined;
  readonly print: (value: T) => string;
};

/** A range to draw from, both ends included; `from` equals `to` for a fixed value. */
export type Range = {
  readonly from: number;
  readonly to: number;
};

const LONGEST_MS = 3_600_000;

/** Milliseconds: `400` or `400-620`. */
export const milliseconds: OptionType<Range> = {
  expects: 'milliseconds such as 400, or a range such as 400-620',
  parse: (text) => {
    const match = /^(\d{1,7})(?:-(\d{1,7}))?$/.exec(text);
    if (match === null) return undefined;
    const from = Number(match[1]);
    const to = Number(match[2] ?? match[1]);
    return from <= to && to <= LONGEST_MS ? { from, to } : undefined;
  },
  print: ({ from, to }) => (from === to ? `${from}` : `${from}-${to}`),
};

/** A share of all cases, 0 (never) to 1 (always). */
export const rate: OptionType<number> = {
  expects: 'a share from 0 (never) to 1 (always)',
  parse: (text) => (/^(0|1|0?\.\d+|[01]\.\d+)$/.test(text) && Number(text) <= 1 ? Number(text) : undefined),
  print: String,
};

/** A whole number of at least `least`. */
export function wholeNumber(least: number): OptionType<number> {
  return {
    expects: `a whole number from ${least} on`,
    parse: (text) => (/^\d{1,10}$/.test(text) && Number(text) >= least ? Number(text) : undefined),
    print: String,
  };
}

/** On or off. */
export const onOff: OptionType<boolean> = {
  expects: 'true or false',
  parse: (text) => {
    if (text === 'true' || text === '1') return true;
    if (text === 'false' || text === '0') return false;
    return undefined;
  },
  print: String,
};

/** One of the given words. */
export function oneOf<const T extends string>(...words: readonly T[]): OptionType<T> {
  return {
    expects: words.join(' or '),
    parse: (text) => words.find((word) => word === text),
    print: String,
  };
}

/** Event types separated by commas, or `*` for all. */
export const eventTypes: OptionType<readonly string[]> = {
  expects: 'event types separated by commas, or *',
  parse: (text) => {
    const names = text.split(',').map((name) => name.trim());
    return names.every((name) => name === '*' || /^[a-z_]+(\.[a-z_]+)+$/.test(name)) ? names : undefined;
  },
  print: (names) => names.join(','),
};
