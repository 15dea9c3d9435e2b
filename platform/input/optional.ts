/**
 * Reads a value that may be left out; undefined when it is null or undefined. An empty text is a value: as a
 * missing filter it would show everything instead of nothing.
 */
export function ifPresent<Value, Read>(
  value: Value | null | undefined,
  read: (value: Value) => Read,
): Read | undefined {
  return value === null || value === undefined ? undefined : read(value);
}
