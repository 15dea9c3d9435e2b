/**
 * Missing or invalid settings. The message names each and what is expected, and a value only where that
 * cannot hold a secret. Several problems are in one message, one per line.
 */
export class ConfigError extends Error {
  override readonly name = 'ConfigError';
  /** One sentence per problem, without its full stop. */
  readonly problems: readonly string[];

  constructor(problems: string | readonly string[], options?: ErrorOptions) {
    const all = typeof problems === 'string' ? [problems] : [...new Set(problems)];
    super(all.length === 1 ? all[0] : [`${all.length} settings are wrong:`, ...all].join('\n  '), options);
    this.problems = all;
  }
}

/** What a reading finds wrong: none when it succeeds. Other errors are thrown. */
export function problemsOf(read: () => unknown): readonly string[] {
  try {
    read();
    return [];
  } catch (error) {
    if (error instanceof ConfigError) return error.problems;
    throw error;
  }
}
