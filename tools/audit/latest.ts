/** The latest of the given instants, ignoring undefined. */
export function latest(instants: readonly (string | undefined)[]): string | undefined {
  return instants.reduce(
    (last, each) => (each !== undefined && (!last || each > last) ? each : last),
    undefined,
  );
}
