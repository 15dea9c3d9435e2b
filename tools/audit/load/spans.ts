/** A span of time in seconds since 1970; a missing bound is open. */
export type Span = { readonly gte?: number; readonly lt?: number };

/**
 * Divides all of time into spans with about equally many of the instants.
 *
 * @param count the maximal number of spans
 */
export function spans(instants: readonly string[], count: number): readonly Span[] {
  const seconds = instants.map((each) => Math.floor(Date.parse(each) / 1_000)).sort((a, b) => a - b);
  const cuts = Array.from(
    { length: count - 1 },
    (_, at) => seconds[Math.floor(((at + 1) * seconds.length) / count)],
  );
  const bounds = [...new Set(cuts.filter((cut) => cut !== undefined))];
  return [...bounds, undefined].map((lt, at) => {
    const gte = bounds[at - 1];
    return { ...(gte === undefined ? {} : { gte }), ...(lt === undefined ? {} : { lt }) };
  });
}
