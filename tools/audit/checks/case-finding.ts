import { type CaseIndex, latest } from '../case-index.ts';
import type { Code, Finding } from '../findings.ts';

/** A finding in the case of a booking: it settles as long as anything of the case changes. */
export function inCaseOf(
  index: CaseIndex,
  bookingId: string,
  {
    code,
    message,
    ids = {},
    changedAt,
  }: {
    readonly code: Code;
    readonly message: string;
    readonly ids?: Readonly<Record<string, string>>;
    /** A change that only this finding knows of. */
    readonly changedAt?: string | undefined;
  },
): Finding {
  return {
    code,
    message,
    ids: { booking: bookingId, ...ids },
    correlationId: index.correlationOf(bookingId),
    changedAt: latest([index.changeOf(bookingId), changedAt]) ?? EVER,
  };
}

/** Of what nobody knows when it changed: it settles no more. */
const EVER = '';
