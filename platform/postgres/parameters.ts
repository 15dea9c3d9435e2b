/** The parameters of a statement that is put together, numbered as they are added. */
export type Parameters = {
  readonly values: readonly unknown[];
  /** Adds a value and returns how the statement refers to it, such as `$3::uuid`. */
  add(value: unknown, type: string): string;
};

/** Creates the parameters of one statement. A value that is added again with its type keeps its number. */
export function createParameters(): Parameters {
  const values: unknown[] = [];
  const types: string[] = [];
  return {
    values,
    add(value, type) {
      const known = values.findIndex((each, index) => each === value && types[index] === type);
      if (known >= 0) return `$${known + 1}::${type}`;
      types.push(type);
      return `$${values.push(value)}::${type}`;
    },
  };
}
