import { expect } from 'vitest';
import { eventually } from '../eventually.ts';
import type { OperatedPostgres } from './operated.ts';
import { query } from './query.ts';
import { runClient } from './tools.ts';

/** A server that has each transaction of the primary before its client is told of it. */
export type Standby = {
  /** Promotes it, and moves the address there when it takes writes. */
  promote(): Promise<void>;
};

const PROMOTION_LIMIT_S = 60;

export async function addStandby(postgres: OperatedPostgres): Promise<Standby> {
  const primary = postgres.primary().server;
  const standby = await postgres.addCopy('standby', (folder) => {
    const how = ['--write-recovery-conf', '--create-slot', '--slot=standby', '--checkpoint=fast'];
    return runClient(primary, 'pg_basebackup', `--pgdata=${folder}`, ...how);
  });
  await waitForStandbys(primary.url());
  return {
    async promote() {
      await query(standby.server.url(), `SELECT pg_promote(true, ${PROMOTION_LIMIT_S})`);
      postgres.moveTo(standby);
    },
  };
}

/** From now on a commit waits until one of the connected standbys has it on disk. */
export async function waitForStandbys(url: string): Promise<void> {
  await query(url, "ALTER SYSTEM SET synchronous_standby_names = 'ANY 1 (*)'");
  await query(url, 'SELECT pg_reload_conf()');
  await eventually(async () => {
    const rows = await query(url, 'SELECT sync_state FROM pg_stat_replication');
    expect(rows).toContainEqual({ sync_state: 'quorum' });
  });
}
