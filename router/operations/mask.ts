import type { GraphQLFormattedError } from 'graphql';
import { errorMessage } from '../../platform/errors.ts';
import { type LoggedFault, logFaults } from '../../platform/telemetry/log-bounds.ts';
import type { OperationContext } from '../context.ts';
import type { ExecutionError } from '../graphql/errors.ts';

/** Codes of errors whose cause must not be shown. */
const INTERNAL_CODES = new Set(['INTERNAL_SERVER_ERROR', 'DOWNSTREAM_SERVICE_ERROR']);

/** Codes that are the client's mistake in the router's errors, but an internal fault in a subgraph's. */
const REQUEST_CODES = new Set([
  'GRAPHQL_PARSE_FAILED',
  'GRAPHQL_VALIDATION_FAILED',
  'OPERATION_RESOLUTION_FAILURE',
  'BAD_REQUEST',
]);

/** Extensions with internal details. */
const HIDDEN_EXTENSIONS = new Set(['stacktrace', 'exception', 'http']);

export type Masked = { readonly error: GraphQLFormattedError; readonly masked: boolean };

/**
 * The form of an error that clients may see. An error with a code of its own keeps its message. Any other
 * becomes "Internal server error" with the correlation id, by which the log has its cause. Stack traces are
 * always removed.
 */
export function maskError(error: GraphQLFormattedError, correlationId: string): Masked {
  const place = {
    ...(error.locations ? { locations: error.locations } : {}),
    ...(error.path ? { path: error.path } : {}),
  };
  if (isPublic(error)) {
    const extensions = Object.fromEntries(
      Object.entries(error.extensions ?? {}).filter(([name]) => !HIDDEN_EXTENSIONS.has(name)),
    );
    return { error: { message: error.message, ...place, extensions }, masked: false };
  }
  return {
    error: {
      message: 'Internal server error',
      ...place,
      extensions: { code: 'INTERNAL_SERVER_ERROR', correlationId },
    },
    masked: true,
  };
}

function isPublic({ extensions }: GraphQLFormattedError): boolean {
  const code = extensions?.code;
  if (typeof code !== 'string' || INTERNAL_CODES.has(code)) return false;
  return !(extensions?.serviceName !== undefined && REQUEST_CODES.has(code));
}

/** Masks errors for clients, and logs the first originals with the correlation id. */
export function maskErrors(
  errors: readonly ExecutionError[],
  { correlationId, log }: Pick<OperationContext, 'correlationId' | 'log'>,
): readonly GraphQLFormattedError[] {
  const faults: LoggedFault[] = [];
  const shown = errors.map((each) => {
    const { cause, ...error } = each;
    const { error: shown, masked } = maskError(error, correlationId);
    if (masked) faults.push({ err: cause ?? error, path: error.path });
    return shown;
  });
  logFaults(log, 'operation failed', faults);
  return shown;
}

/** The masked errors for a fault of the router, which is logged. */
export function faultErrors(
  fault: unknown,
  context: Pick<OperationContext, 'correlationId' | 'log'>,
): readonly GraphQLFormattedError[] {
  return maskErrors([{ message: errorMessage(fault), cause: fault }], context);
}
