/**
 * A command cannot do what it is asked to, for a reason outside the program. The message is for the person at
 * the terminal: one line that says what is wrong and what to do.
 */
export class CommandFailure extends Error {
  override readonly name: string = 'CommandFailure';
}
