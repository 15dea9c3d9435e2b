/** A request that can be aborted. */
type Abortable = { abort(reason: Error): void };

/** The responses of a budget have more bytes than it allows. */
export class BudgetSpent extends Error {
  override readonly name = 'BudgetSpent';
}

/**
 * Bytes that the responses to several requests may have together. When it is spent, all of them are aborted,
 * and no further request is sent.
 */
export class ResponseBudget {
  readonly allowed: number;
  #left: number;
  #reason: BudgetSpent | undefined;
  readonly #inFlight = new Set<Abortable>();

  constructor(allowed: number) {
    this.allowed = allowed;
    this.#left = allowed;
  }

  /** Why no more may arrive; undefined while the budget is not spent. */
  get reason(): BudgetSpent | undefined {
    return this.#reason;
  }

  enter(request: Abortable): void {
    this.#inFlight.add(request);
  }

  leave(request: Abortable): void {
    this.#inFlight.delete(request);
  }

  /** Takes bytes that have arrived. */
  take(bytes: number): void {
    this.#left -= bytes;
    if (this.#left < 0) this.end(`more than ${this.allowed} bytes for one operation`);
  }

  /** Spends the whole budget. */
  end(why: string): void {
    this.#reason ??= new BudgetSpent(why);
    for (const request of this.#inFlight) request.abort(this.#reason);
  }
}
