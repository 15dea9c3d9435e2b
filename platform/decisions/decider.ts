/**
 * The rules of one kind of aggregate, without clock and I/O (Jérémie Chassaing, "Functional Event Sourcing
 * Decider").
 *
 * @typeParam State includes the state before the first event, `undefined` for most aggregates
 */
export type Decider<State, Command, Event, Rejection = never> = {
  /** The events that follow from a command, or the reason why it is refused. */
  readonly decide: (command: Command, state: State) => Decision<Event, Rejection>;
  /** The state after an event. Throws when the event cannot have happened in this state. */
  readonly evolve: (state: State, event: Event) => NonNullable<State>;
  readonly initialState: State;
};

/** An event and the state that it leads to. */
export type Transition<State, Event> = { readonly event: Event; readonly after: NonNullable<State> };

/** Applies events to a state, one after the other. */
export function transitionsOf<State, Event>(
  evolve: Decider<State, never, Event>['evolve'],
  before: NoInfer<State>,
  events: readonly Event[],
): readonly Transition<State, Event>[] {
  let state: State = before;
  return events.map((event) => {
    const after = evolve(state, event);
    state = after;
    return { event, after };
  });
}

/**
 * The outcome of a decision: the events that follow, or the reason of a refusal. No events mean that nothing
 * changes.
 */
export type Decision<Event, Rejection = never> = Accepted<Event> | Rejected<Rejection>;

export type Accepted<Event> = { readonly accepted: true; readonly events: readonly Event[] };
export type Rejected<Rejection> = { readonly accepted: false; readonly rejection: Rejection };

/** Accepts a command: these events follow from it. */
export function accept<Event>(...events: readonly Event[]): Accepted<Event> {
  return { accepted: true, events };
}

/** Refuses a command for a reason. */
export function reject<Rejection>(rejection: Rejection): Rejected<Rejection> {
  return { accepted: false, rejection };
}

/** Ends an exhaustive switch: the compiler refuses the call while a case is missing. */
export function unreachable(value: never): never {
  throw new Error(`Unhandled case: ${JSON.stringify(value)}`);
}
