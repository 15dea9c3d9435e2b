import type { Pool } from 'pg';
import { errorCode } from '../errors.ts';

/**
 * The SQLSTATEs of an outage: lost connection (08…), out of disk, memory or connections (53…), shutdown or
 * start (57P…), read-only server (25006), idle transaction that was terminated (25P03).
 */
const OUTAGE_STATE = /^(08|53|57P0[1-5]$|25006$|25P03$)/;
const OUTAGE_CODE =
  /^(ECONNREFUSED|ECONNRESET|EPIPE|ETIMEDOUT|EHOSTUNREACH|ENETUNREACH|ENOTFOUND|EAI_AGAIN)$/;

/**
 * Tells whether work failed because of an outage of the database: by the error, or else by a query. If the
 * database has recovered by then, the failure counts as the work's own.
 */
export function createOutageCheck(pool: Pool): (error: unknown) => Promise<boolean> {
  return async (error) => {
    const code = errorCode(error) ?? '';
    if (OUTAGE_STATE.test(code) || OUTAGE_CODE.test(code)) return true;
    return pool.query('SELECT 1').then(
      () => false,
      () => true,
    );
  };
}
