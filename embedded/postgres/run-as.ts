import { spawnSync } from 'node:child_process';
import { chownSync } from 'node:fs';
import { CannotStart } from '../cannot-start.ts';
import type { Command } from '../process/command.ts';

/** PostgreSQL refuses to run as root. This user, usually `nobody`, need not exist in the user list. */
const NOBODY = 65_534;

/** How the current user runs the programs of PostgreSQL. */
export type RunAs = {
  /** Gives a file or folder to the user who runs the programs. */
  own(path: string): void;
  command(command: Command): Command;
};

const AS_OURSELVES: RunAs = { own: () => {}, command: (command) => command };

const AS_NOBODY: RunAs = {
  own: (path) => chownSync(path, NOBODY, NOBODY),
  command: (command) => ({ ...command, uid: NOBODY, gid: NOBODY }),
};

/** Runs as nobody, but may traverse folders that only root may enter, such as a clone in /root. */
const AS_NOBODY_PASSING_THROUGH: RunAs = {
  own: AS_NOBODY.own,
  command: ({ file, args, ...rest }) => ({
    ...rest,
    file: 'setpriv',
    args: [
      `--reuid=${NOBODY}`,
      `--regid=${NOBODY}`,
      '--clear-groups',
      '--securebits=+no_setuid_fixup', // access(2) ignores the capability without it
      '--inh-caps=+dac_override',
      '--ambient-caps=+dac_override',
      file,
      ...args,
    ],
  }),
};

/**
 * Finds out how PostgreSQL's programs can be run here.
 * @throws CannotStart if root cannot run them as another user
 */
export function chooseRunAs(program: string, folder: string, env: Readonly<Record<string, string>>): RunAs {
  if (process.getuid?.() !== 0) return AS_OURSELVES;
  const test: Command = {
    file: '/bin/sh',
    args: ['-c', 'test -w "$1" && exec "$0" --version', program, folder],
    env,
  };
  for (const runAs of [AS_NOBODY, AS_NOBODY_PASSING_THROUGH]) {
    runAs.own(folder);
    const { file, args, ...rest } = runAs.command(test);
    if (spawnSync(file, args, { ...rest, stdio: 'ignore', cwd: '/' }).status === 0) return runAs;
  }
  throw new CannotStart(
    `PostgreSQL does not run as root and no other user can enter ${folder} or run ${program}: start as an ordinary user, or move the project and DATA_DIR to a folder open to all.`,
  );
}
