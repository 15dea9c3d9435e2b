/**
 * Something outside our hands is in the way (a port in use, a folder that cannot be written, no network).
 * The message is for the person at the terminal: one line that says what is wrong and what to do.
 */
export class CannotStart extends Error {
  override readonly name = 'CannotStart';
}
