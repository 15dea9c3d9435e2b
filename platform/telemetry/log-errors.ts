/**
 * The fields of errors that are logged besides type, message and stack. Others are left out: drivers attach
 * the rows and documents that an error is about, which name people.
 */
const FIELDS = ['code', 'errno', 'syscall', 'constraint', 'table', 'statusCode', 'status'] as const;
/** How many causes of causes are logged. */
const DEEPEST = 5;
/** How many errors of an aggregate are logged. */
const MOST_ERRORS = 5;

/** Describes an error for the log, with its causes. What is no error is logged as it is. */
export function serializeError(error: unknown, depth = 0): unknown {
  if (!(error instanceof Error)) return error;
  const logged: Record<string, unknown> = {
    type: error.constructor.name,
    message: error.message,
    stack: error.stack,
  };
  for (const field of FIELDS) if (field in error) logged[field] = Reflect.get(error, field);
  if (depth >= DEEPEST) return logged;
  if (error.cause !== undefined) logged.cause = serializeError(error.cause, depth + 1);
  if (error instanceof AggregateError)
    logged.errors = error.errors.slice(0, MOST_ERRORS).map((each) => serializeError(each, depth + 1));
  return logged;
}
