import { createLogger } from '../../platform/telemetry/logger.ts';
import type { OperationContext } from '../context.ts';

/** The context of an operation without a caller, for tests that need none of its parts. */
export const OPERATION_CONTEXT: OperationContext = {
  correlationId: '',
  identity: undefined,
  policies: [],
  client: '',
  forwarded: {},
  forwardedTo: undefined,
  correlationHeaders: new Set(['x-correlation-id']),
  signal: undefined,
  log: createLogger('test', 'silent'),
};
