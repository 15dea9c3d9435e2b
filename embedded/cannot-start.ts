import { CommandFailure } from '../platform/config/command-failure.ts';

/** The instance cannot start: a port in use, a read-only folder, no network. */
export class CannotStart extends CommandFailure {
  override readonly name = 'CannotStart';
}
