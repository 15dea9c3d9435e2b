import type { Cause } from '../decisions/cause.ts';
import type { Identity } from '../identity/index.ts';
import type { Logger } from '../telemetry/logger.ts';

/** What every resolver knows of its request. */
export type RequestContext = {
  readonly identity: Identity;
  readonly cause: Cause;
  readonly log: Logger;
};
