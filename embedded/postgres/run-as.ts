import { spawnSync } from 'node:child_process';
import { chmodSync, chownSync, lchownSync, readdirSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { CannotStart } from '../cannot-start.ts';
import type { Command } from '../process/command.ts';

/**
 * PostgreSQL refuses to run as root. This account is in no list of users, and no other program runs as it:
 * `nobody` would share the data with whatever else does.
 */
export const ACCOUNT = 61_100;

/**
 * `initdb` runs only as a user of the user list, which `nobody` usually is. What it makes goes to the
 * account.
 */
const MAKER = 65_534;

/** How the current user runs the programs of PostgreSQL. */
export type RunAs = {
  /** The server. */
  server(command: Command): Command;
  /** The program that makes a data folder. */
  maker(command: Command): Command;
  /** Gives a file or folder to the user of the latter. */
  giveToMaker(path: string): void;
  /** Gives a folder with all that is in it to the user of the server. */
  giveToServer(folder: string): void;
};

const AS_OURSELVES: RunAs = {
  server: (command) => command,
  maker: (command) => command,
  giveToMaker: () => {},
  giveToServer: () => {},
};

type RunBy = (uid: number) => (command: Command) => Command;

const SET_BY_NODE: RunBy = (uid) => (command) => ({ ...command, uid, gid: ACCOUNT });

/** May traverse folders that only root may enter, such as a clone in /root. */
const PASSING_THROUGH: RunBy =
  (uid) =>
  ({ file, args, ...rest }) => ({
    ...rest,
    file: 'setpriv',
    args: [
      `--reuid=${uid}`,
      `--regid=${ACCOUNT}`,
      '--clear-groups',
      '--securebits=+no_setuid_fixup', // access(2) ignores the capability without it
      '--inh-caps=+dac_override',
      '--ambient-caps=+dac_override',
      file,
      ...args,
    ],
  });

function asAccount(runBy: RunBy): RunAs {
  return {
    server: runBy(ACCOUNT),
    maker: runBy(MAKER),
    giveToMaker: (path) => chownSync(path, MAKER, ACCOUNT),
    giveToServer: giveToAccount,
  };
}

/**
 * Finds out how PostgreSQL's programs can be run here. Root gives the folder with all that is in it to the
 * account, and lets the account pass through the folder above, which stays root's.
 *
 * @throws CannotStart if root cannot run them as another user
 */
export function chooseRunAs(program: string, folder: string, env: Readonly<Record<string, string>>): RunAs {
  if (process.getuid?.() !== 0) return AS_OURSELVES;
  giveToAccount(folder);
  letThrough(dirname(folder));
  const test: Command = {
    file: '/bin/sh',
    args: ['-c', 'test -w "$1" && exec "$0" --version', program, folder],
    env,
  };
  for (const runAs of [SET_BY_NODE, PASSING_THROUGH].map(asAccount)) {
    const { file, args, ...rest } = runAs.server(test);
    if (spawnSync(file, args, { ...rest, stdio: 'ignore', cwd: '/' }).status === 0) return runAs;
  }
  throw new CannotStart(
    `PostgreSQL does not run as root and no other user can enter ${folder} or run ${program}: start as an ordinary user, or move the project and DATA_DIR to a folder open to all.`,
  );
}

/** A former version ran PostgreSQL as another user. */
function giveToAccount(folder: string): void {
  if (statSync(folder).uid !== ACCOUNT)
    for (const entry of readdirSync(folder, { recursive: true, encoding: 'utf8' }))
      lchownSync(join(folder, entry), ACCOUNT, ACCOUNT);
  // The folder itself comes last: after a crash before that, all is done again.
  chownSync(folder, ACCOUNT, ACCOUNT);
}

/** Lets the account enter a folder that only root may enter, without letting it list what is there. */
function letThrough(folder: string): void {
  const { uid, mode } = statSync(folder);
  if (uid !== 0 || (mode & 0o077) !== 0) return;
  chownSync(folder, 0, ACCOUNT);
  chmodSync(folder, 0o710);
}
