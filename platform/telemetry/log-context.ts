import { AsyncLocalStorage } from 'node:async_hooks';

type Fields = Readonly<Record<string, string>>;

const current = new AsyncLocalStorage<Fields>();
const NONE: Fields = {};

/** Runs work of a business case: every log line of it has the correlation id. */
export function withCorrelation<Result>(correlationId: string, work: () => Result): Result {
  return current.run({ correlationId }, work);
}

/** The fields of a log line that name its business case. */
export function correlationFields(): Fields {
  return current.getStore() ?? NONE;
}
