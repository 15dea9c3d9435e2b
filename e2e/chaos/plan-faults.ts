import { createRandom, type Random } from '../../platform/random.ts';

/** The processes that are killed or hang. The relay is part of each service's process. */
export const TARGETS = [
  'booking',
  'payment',
  'room',
  'supplies',
  'community',
  'notification',
  'view',
  'router',
  'nats',
  'postgres',
  'mongodb',
  'psp',
] as const;
export type Target = (typeof TARGETS)[number];

/** The disk that is filled: enough for an instance and what a run stores, and soon full. */
export const SMALL_DISK_MB = 420;

/** How the provider misbehaves: options of the simulator, by their names in its control interface. */
export type Misbehaviour = Readonly<Record<string, string | number | boolean>>;

export type Fault = {
  /** The number of operations that have begun when it comes. */
  readonly after: number;
} & (
  | { readonly type: 'kill'; readonly target: Target; readonly pauseMs: number }
  | {
      readonly type: 'hang';
      readonly target: Target;
      readonly lastsMs: number;
      /** How it ends: the process continues, or is killed. */
      readonly end: 'continue' | 'kill';
      /** The next fault does not wait for its end. */
      readonly isBeside: boolean;
      readonly pauseMs: number;
    }
  | { readonly type: 'misbehave'; readonly settings: Misbehaviour; readonly lastsMs: number }
  /** Every process is killed at once, and the instance started again. */
  | {
      readonly type: 'kill-all';
      /** A first start afterwards is killed as a whole, too, after this time; null for none. */
      readonly interruptAfterMs: number | null;
      readonly pauseMs: number;
    }
  /** The disk of the data folder is full for a while. */
  | { readonly type: 'disk-full'; readonly lastsMs: number; readonly pauseMs: number }
);

const HANGS = 0.45;
const ENDS_KILLED = 0.3;
const BESIDE = 0.35;
/** Long enough that some time limits expire and others do not. */
const HANG_MS = { from: 300, to: 6_500 };
/** Some are away for longer than anybody waits for anything. */
const LONG = 0.12;
const LONG_HANG_MS = { from: 9_000, to: 15_000 };
/** The time for recovery before the next fault; sometimes there is none. */
const PAUSE_MS = { from: 0, to: 2_500 };
const MISBEHAVES_MS = { from: 2_000, to: 9_000 };
/** The share of starts that are killed before they are up, most of them. */
const INTERRUPTED = 0.3;
const INTERRUPTED_MS = { from: 100, to: 8_000 };
const DISK_FULL_MS = { from: 1_000, to: 20_000 };

/** The most of the kills and hangs that come at the end. */
const FINAL_SHARE = 0.2;
/** At the end these are killed at the same time, with whatever they are processing. */
const FINAL_TARGETS: readonly Target[] = [
  'booking',
  'payment',
  'room',
  'supplies',
  'community',
  'notification',
  'view',
];

const MISBEHAVIOURS: readonly ((random: Random) => Misbehaviour)[] = [
  (random) => ({ latencyMs: `${random.between(50, 400)}-${random.between(500, 3_500)}` }),
  () => ({ hang: true }),
  () => ({ hangAfter: true }),
  (random) => ({ failRate: random.between(2, 9) / 10 }),
  (random) => ({ failAfterRate: random.between(2, 9) / 10, failAfterAs: random.pick(['cut', '500']) }),
  (random) => ({ webhookLossRate: random.between(3, 10) / 10 }),
  (random) => ({ webhookDoubleRate: random.between(3, 10) / 10, webhookShuffleRate: 0.5 }),
  (random) => ({ webhookDelayMs: `0-${random.between(500, 5_000)}`, webhookShuffleRate: 0.7 }),
  (random) => ({
    refundFailRate: random.between(1, 4) / 10,
    refundDelayMs: `0-${random.between(100, 1_500)}`,
  }),
  (random) => ({ captureFailRate: random.between(1, 5) / 10 }),
  (random) => ({ rateLimit: random.between(5, 30) }),
];

/** Plans the faults: a pure function of the seed. Each target has its turn before one comes again. */
export function planFaults({
  seed,
  count,
  operations,
}: {
  readonly seed: number;
  readonly count: number;
  readonly operations: number;
}): readonly Fault[] {
  const random = createRandom(seed, 'faults');
  const anywhere = () => random.between(1, Math.max(1, operations - 1));
  const inTurn = createTurns(random, TARGETS);
  const last = FINAL_TARGETS.slice(0, Math.floor(count * FINAL_SHARE));
  const broken = Array.from({ length: count - last.length }, (): Fault => {
    const common = {
      after: anywhere(),
      target: inTurn(),
      pauseMs: random.between(PAUSE_MS.from, PAUSE_MS.to),
    };
    if (!random.happens(HANGS)) return { type: 'kill', ...common };
    const range = random.happens(LONG) ? LONG_HANG_MS : HANG_MS;
    const lastsMs = random.between(range.from, range.to);
    const end = random.happens(ENDS_KILLED) ? 'kill' : 'continue';
    return { type: 'hang', ...common, lastsMs, end, isBeside: random.happens(BESIDE) };
  });
  const draw = createTurns(random, MISBEHAVIOURS);
  const misbehaving = Array.from(
    { length: Math.ceil(count / 2) },
    (): Fault => ({
      type: 'misbehave',
      after: anywhere(),
      settings: draw()(random),
      lastsMs: random.between(MISBEHAVES_MS.from, MISBEHAVES_MS.to),
    }),
  );
  const inOrder = [...broken, ...misbehaving].sort((a, b) => a.after - b.after);
  const atOnce = last.map((target): Fault => ({ type: 'kill', after: operations, target, pauseMs: 0 }));
  return [...inOrder, ...atOnce];
}

/** Plans kills of everything, spread over the operations: a pure function of the seed. */
export function planWholeKills({
  seed,
  count,
  operations,
}: {
  readonly seed: number;
  readonly count: number;
  readonly operations: number;
}): readonly Fault[] {
  const random = createRandom(seed, 'whole');
  return Array.from({ length: count }, (_, index): Fault => {
    const from = Math.floor((operations * index) / count);
    const until = Math.max(from, Math.floor((operations * (index + 1)) / count) - 1);
    const pauseMs = random.between(PAUSE_MS.from, PAUSE_MS.to);
    const after = random.between(from, until);
    const interruptAfterMs = random.happens(INTERRUPTED)
      ? random.between(INTERRUPTED_MS.from, INTERRUPTED_MS.to)
      : null;
    return { type: 'kill-all', after, interruptAfterMs, pauseMs };
  });
}

/** Plans the times at which the disk is full, in addition to other faults: a pure function of the seed. */
export function planFullDisks({
  seed,
  count,
  operations,
}: {
  readonly seed: number;
  readonly count: number;
  readonly operations: number;
}): readonly Fault[] {
  const random = createRandom(seed, 'disk');
  return Array.from(
    { length: count },
    (): Fault => ({
      type: 'disk-full',
      after: random.between(1, Math.max(1, operations - 1)),
      lastsMs: random.between(DISK_FULL_MS.from, DISK_FULL_MS.to),
      pauseMs: random.between(PAUSE_MS.from, PAUSE_MS.to),
    }),
  );
}

/** Draws without replacement, and starts again when all are used up. */
function createTurns<T>(random: Random, all: readonly T[]): () => T {
  const left: T[] = [];
  return () => {
    if (left.length === 0) left.push(...all);
    const drawn = random.pick(left);
    left.splice(left.indexOf(drawn), 1);
    return drawn;
  };
}
