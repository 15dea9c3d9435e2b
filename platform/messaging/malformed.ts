/** A message that says nothing that can be understood: no event, or data that is not as its definition says. */
export class MalformedEvent extends Error {
  override readonly name = 'MalformedEvent';
}
