import type { Pool } from 'pg';
import { sqlState } from './pool.ts';

/**
 * States in which the database is away or refuses everybody: lost connection (08…), out of disk, memory or connections
 * (53…), shutting down or starting (57P…), only to be read from (25006), a transaction cut for idling (25P03).
 */
const AWAY_STATE = /^(08|53|57P0[1-5]$|25006$|25P03$)/;
const AWAY_CODE = /^(ECONNREFUSED|ECONNRESET|EPIPE|ETIMEDOUT|EHOSTUNREACH|ENETUNREACH|ENOTFOUND|EAI_AGAIN)$/;

/**
 * Tells whether work failed because the database is away: by the error, or else by asking the database now. One that
 * is back by then makes it look like the work's own fault, once.
 */
export function createOutageCheck(pool: Pool): (error: unknown) => Promise<boolean> {
  return async (error) => {
    const code = sqlState(error) ?? '';
    if (AWAY_STATE.test(code) || AWAY_CODE.test(code)) return true;
    return pool.query('SELECT 1').then(
      () => false,
      () => true,
    );
  };
}
