/** How one kind of setting is parsed from text (environment, command line, control request) and printed. */
type OptionType<T> = {
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
const milliseconds: OptionType<Range> = {
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
const rate: OptionType<number> = {
  expects: 'a share from 0 (never) to 1 (always)',
  parse: (text) => (/^(0|1|0?\.\d+|[01]\.\d+)$/.test(text) && Number(text) <= 1 ? Number(text) : undefined),
  print: String,
};

/** A whole number of at least `least`. */
function wholeNumber(least: number): OptionType<number> {
  return {
    expects: `a whole number from ${least} on`,
    parse: (text) => (/^\d{1,10}$/.test(text) && Number(text) >= least ? Number(text) : undefined),
    print: String,
  };
}

/** On or off. */
const onOff: OptionType<boolean> = {
  expects: 'true or false',
  parse: (text) => {
    if (text === 'true' || text === '1') return true;
    if (text === 'false' || text === '0') return false;
    return undefined;
  },
  print: String,
};

/** One of the given words. */
function oneOf<const T extends string>(...words: readonly T[]): OptionType<T> {
  return {
    expects: words.join(' or '),
    parse: (text) => words.find((word) => word === text),
    print: String,
  };
}

/** Event types separated by commas, or `*` for all. */
const eventTypes: OptionType<readonly string[]> = {
  expects: 'event types separated by commas, or *',
  parse: (text) => {
    const names = text.split(',').map((name) => name.trim());
    return names.every((name) => name === '*' || /^[a-z_]+(\.[a-z_]+)+$/.test(name)) ? names : undefined;
  },
  print: (names) => names.join(','),
};

/** The current behaviour of the simulator. */
export type Settings = {
  readonly latencyMs: Range;
  readonly hang: boolean;
  readonly hangAfter: boolean;
  readonly failRate: number;
  readonly failAfterRate: number;
  readonly failAfterAs: 'cut' | '500';
  readonly rateLimit: number;
  readonly captureFailRate: number;
  readonly refundFailRate: number;
  readonly refundDelayMs: Range;
  readonly authLifetimeS: number;
  readonly webhookLossRate: number;
  readonly webhookDoubleRate: number;
  readonly webhookDelayMs: Range;
  readonly webhookShuffleRate: number;
  readonly webhookEvents: readonly string[];
  readonly seed: number;
};

/** One row of the table that defines environment, command line, control requests and help. */
export type Option = {
  readonly name: keyof Settings;
  /** The environment variable at start, such as `PSP_LATENCY_MS`. */
  readonly env: string;
  /** The command line flag without its dashes, such as `latency-ms`. */
  readonly flag: string;
  /** True if the flag takes no value (`--hang`, `--no-hang`). */
  readonly isSwitch: boolean;
  readonly expects: string;
  readonly meaning: string;
  /** False for options that a reset keeps, because they are setup and not misbehaviour. */
  readonly resettable: boolean;
  /** The settings with this option changed; undefined if the text is not accepted. */
  readonly apply: (settings: Settings, text: string) => Settings | undefined;
  /** Copies this option's value from one settings object to another. */
  readonly copy: (from: Settings, to: Settings) => Settings;
  readonly print: (settings: Settings) => string;
};

/** A provider without misbehaviour: it responds at once, never fails, and delivers each webhook. */
export const DEFAULT_SETTINGS: Settings = {
  latencyMs: { from: 0, to: 0 },
  hang: false,
  hangAfter: false,
  failRate: 0,
  failAfterRate: 0,
  failAfterAs: 'cut',
  rateLimit: 0,
  captureFailRate: 0,
  refundFailRate: 0,
  refundDelayMs: { from: 1000, to: 1000 },
  authLifetimeS: 7 * 24 * 3600,
  webhookLossRate: 0,
  webhookDoubleRate: 0,
  webhookDelayMs: { from: 0, to: 0 },
  webhookShuffleRate: 0,
  webhookEvents: ['*'],
  seed: 0,
};

function option<K extends keyof Settings>(
  name: K,
  type: OptionType<Settings[K]>,
  meaning: string,
  { resettable = true } = {},
): Option {
  const flag = name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
  return {
    name,
    flag,
    env: `PSP_${flag.replaceAll('-', '_').toUpperCase()}`,
    isSwitch: typeof DEFAULT_SETTINGS[name] === 'boolean',
    expects: type.expects,
    meaning,
    resettable,
    apply: (settings, text) => {
      const value = type.parse(text);
      return value === undefined ? undefined : { ...settings, [name]: value };
    },
    copy: (from, to) => ({ ...to, [name]: from[name] }),
    print: (settings) => type.print(settings[name]),
  };
}

/** All options. */
export const OPTIONS: readonly Option[] = [
  option('latencyMs', milliseconds, 'time before a request is worked on and answered'),
  option('hang', onOff, 'accept requests, do nothing, never answer'),
  option('hangAfter', onOff, 'do the work, then never answer: the caller cannot know the outcome'),
  option('failRate', rate, 'share of requests answered 500 before any work'),
  option('failAfterRate', rate, 'share of requests whose work is done but whose answer is lost'),
  option(
    'failAfterAs',
    oneOf('cut', '500'),
    'how an answer is lost: the connection cut, or a 500 kept under its key',
  ),
  option('rateLimit', wholeNumber(0), 'requests per second above which 429 is answered; 0 is no limit'),
  option('captureFailRate', rate, 'share of captures that the card issuer declines'),
  option('refundFailRate', rate, 'share of refunds that look successful and fail later'),
  option('refundDelayMs', milliseconds, 'time until a refund fails, or a pending one succeeds'),
  option('authLifetimeS', wholeNumber(1), 'seconds after which an uncaptured authorisation lapses'),
  option('webhookLossRate', rate, 'share of webhooks never sent'),
  option('webhookDoubleRate', rate, 'share of webhooks sent twice'),
  option('webhookDelayMs', milliseconds, 'time before a webhook is first sent'),
  option(
    'webhookShuffleRate',
    rate,
    'share of webhooks held back up to 1 s so that later ones overtake them',
  ),
  option('webhookEvents', eventTypes, 'which events are sent to WEBHOOK_URL', { resettable: false }),
  option('seed', wholeNumber(0), 'seed of all chance; 0 draws one at start', { resettable: false }),
];
