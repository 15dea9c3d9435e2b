import { execFile } from 'node:child_process';
import { appendFile, mkdir, readdir, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { expect } from 'vitest';
import { chooseRunAs } from '../../../embedded/postgres/run-as.ts';
import { STAGES } from '../../../embedded/process/command.ts';
import { eventually } from '../eventually.ts';
import type { OperatedPostgres, PostgresNode } from './operated.ts';
import { query } from './query.ts';
import { waitForStandbys } from './standby.ts';
import { clientCommand, runClient } from './tools.ts';

/** The WAL of a server, which has each transaction before its client is told of it, and its base backup. */
export type Archive = {
  /** Copies the files of the running server. Returns their folder. */
  takeBaseBackup(): Promise<string>;
  /** Ends it with what it has, so that it can be restored from. */
  end(): Promise<void>;
  /**
   * Starts another server from a base backup and the archive, and waits until it takes writes.
   *
   * @param until the instant to restore, as PostgreSQL writes it; without it, the end of the archive
   */
  restore(base: string, how: { readonly name: string; readonly until?: string }): Promise<PostgresNode>;
};

const SLOT = '--slot=meetingroom';
const PARTIAL = '.partial';
const RECOVERY_MS = 60_000;

/** Archives the WAL of a server from now on, and makes its commits wait for that. */
export async function startArchive(
  { folder: parent, group, addCopy }: OperatedPostgres,
  { server }: PostgresNode,
  name: string,
): Promise<Archive> {
  const folder = join(parent, name);
  await mkdir(folder, { mode: 0o700 });
  await runClient(server, 'pg_receivewal', SLOT, '--create-slot', '--if-not-exists');
  const receive = await clientCommand(server, 'pg_receivewal', [
    `--directory=${folder}`,
    SLOT,
    '--synchronous',
  ]);
  // The server reads the archive later, so the files have to be those of its user.
  const runAs = chooseRunAs(receive.file, folder, receive.env);
  const receiver = group.add({
    name,
    stage: STAGES.server,
    address: folder,
    origin: receive.file,
    command: runAs.server(receive),
    stopSignal: 'SIGINT',
    async isReady() {
      const rows = await query(server.url(), "SELECT FROM pg_stat_replication WHERE state = 'streaming'");
      return rows.length > 0;
    },
  });
  await receiver.start();
  await waitForStandbys(server.url());

  return {
    async takeBaseBackup() {
      const base = join(parent, `${name}-base`);
      const how = ['--checkpoint=fast', '--wal-method=none'];
      await runClient(server, 'pg_basebackup', `--pgdata=${base}`, ...how);
      return base;
    },
    async end() {
      await receiver.stop();
      // The newest transactions are in the segment that was not complete: recovery looks for its plain name.
      for (const file of await readdir(folder))
        if (file.endsWith(PARTIAL))
          await rename(join(folder, file), join(folder, file.slice(0, -PARTIAL.length)));
    },
    async restore(base, { name: copy, until }) {
      const restored = await addCopy(copy, async (dataFolder) => {
        await promisify(execFile)('cp', ['-a', base, dataFolder]);
        const settings = [`restore_command = 'cp ${folder}/%f %p'`];
        if (until !== undefined)
          settings.push(`recovery_target_time = '${until}'`, "recovery_target_action = 'promote'");
        await appendFile(join(dataFolder, 'postgresql.auto.conf'), `${settings.join('\n')}\n`);
        await writeFile(join(dataFolder, 'recovery.signal'), '');
      });
      await eventually(async () => {
        const [row] = await query(restored.server.url(), 'SELECT pg_is_in_recovery()');
        expect(row).toEqual({ pg_is_in_recovery: false });
      }, RECOVERY_MS);
      return restored;
    },
  };
}
