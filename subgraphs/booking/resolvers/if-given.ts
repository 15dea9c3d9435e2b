/** Reads an argument that may be left out. An empty text is not left out: no filter would show everything instead of nothing. */
export function ifGiven<Given, Read>(
  given: Given | null | undefined,
  read: (given: Given) => Read,
): Read | undefined {
  return given === null || given === undefined ? undefined : read(given);
}
