/**
 * The instance cannot start for a reason outside the program: a port in use, a read-only folder, no network.
 * The message is for the person at the terminal: one line that says what is wrong and what to do.
 */
export class CannotStart extends Error {
  override readonly name = 'CannotStart';
}
