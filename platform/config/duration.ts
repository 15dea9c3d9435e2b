export const HOUR_MS = 3_600_000;

const UNITS = { ms: 1, s: 1_000, m: 60_000, h: HOUR_MS, d: 24 * HOUR_MS } as const;

export type DurationUnit = keyof typeof UNITS;

/**
 * Milliseconds of a duration such as `250ms`, `1.5s`, `2m`, `1h` or `7d`; undefined for any other text.
 *
 * @param bareUnit the unit of a number that has none
 */
export function parseDuration(text: string, bareUnit: DurationUnit = 'ms'): number | undefined {
  const match = /^(\d+(?:\.\d+)?)(ms|s|m|h|d)?$/.exec(text.trim());
  if (!match) return undefined;
  return Number(match[1]) * UNITS[(match[2] ?? bareUnit) as DurationUnit];
}

/** A duration as it is written in the environment, in its longest whole unit: `7d`. */
export function durationText(ms: number): string {
  const [unit, length] = Object.entries(UNITS).findLast(([, each]) => ms >= each && ms % each === 0) ?? [
    'ms',
    1,
  ];
  return `${ms / length}${unit}`;
}
