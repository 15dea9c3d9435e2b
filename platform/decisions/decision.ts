/**
 * The outcome of a decision: the events that follow, or the reason of a refusal. No events mean that nothing
 * changes.
 */
export type Decision<Event, Rejection = never> =
  | { readonly accepted: true; readonly events: readonly Event[] }
  | { readonly accepted: false; readonly rejection: Rejection };

/** Accepts a command: these events follow from it. */
export function accept<Event>(...events: readonly Event[]): {
  readonly accepted: true;
  readonly events: readonly Event[];
} {
  return { accepted: true, events };
}

/** Refuses a command for a reason. */
export function reject<Rejection>(rejection: Rejection): {
  readonly accepted: false;
  readonly rejection: Rejection;
} {
  return { accepted: false, rejection };
}

/** Ends an exhaustive switch: the compiler refuses the call while a case is missing. */
export function unreachable(value: never): never {
  throw new Error(`Unhandled case: ${JSON.stringify(value)}`);
}
