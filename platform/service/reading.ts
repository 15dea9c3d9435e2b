/** A gauge that is read when it is asked for. */
export type Reading = {
  readonly name: string;
  readonly help: string;
  /** The name of the label whose values `read` returns; none for a single value. */
  readonly label?: string;
  /**
   * Its value, or one for each value of the label. Undefined leaves the gauge out, as a rejection does: a
   * store that does not respond takes nothing else away.
   */
  readonly read: () => MaybePromise<number | undefined | ReadonlyMap<string, number>>;
};

type MaybePromise<Value> = Value | Promise<Value>;

/** Something that a service counts from its start on. */
export type Count = { readonly name: string; readonly help: string; readonly value: () => number };

/** Lets the gauges that are read at the same time share one read. */
export function shared<Value>(read: () => Promise<Value>): () => Promise<Value> {
  let running: Promise<Value> | undefined;
  return () => {
    running ??= read().finally(() => {
      running = undefined;
    });
    return running;
  };
}
