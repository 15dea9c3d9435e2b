/**
 * Something outside our hands is in the way (a port in use, a folder that cannot be written, no network).
 * The message is for the person at the terminal: one line that says what is wrong and what to do.
 */
export class CannotStart extends Error {
  override readonly name = 'CannotStart';
}

/** The message of whatever was thrown. */
export function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

/** The code of a system error (`ENOENT`, `EADDRINUSE` …), or undefined. */
export function codeOf(error: unknown): string | undefined {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : undefined;
}
