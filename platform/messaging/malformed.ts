/** A message that is not an event, or whose data does not match its definition. */
export class MalformedEvent extends Error {
  override readonly name = 'MalformedEvent';
}
