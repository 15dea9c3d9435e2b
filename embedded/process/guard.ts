import { type ChildProcess, spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { plainEnvironment } from './command.ts';
import { ENDING_MARK, identify, type ProcessId } from './processes.ts';

const PROGRAM = fileURLToPath(new URL('end-orphans.ts', import.meta.url));

/**
 * What waits for our end. A shell, as it is small (the system takes the large ones when memory runs out), does not go when
 * somebody kills all of Node.js, and is there at once. It becomes the program that cleans up only when there is something to do.
 */
const WAITING_SCRIPT = `trap '' HUP INT QUIT TERM
IFS= read -r word
[ "$word" = done ] || exec "$@"`;

const RESTART_DELAY_MS = 100;

/** Something that outlives us when we are killed, and then stops what we ran. */
export type Guard = {
  /** All is stopped: it may go. */
  done(): void;
};

/** Keeps a watchdog beside us as long as we live; see end-orphans.ts. */
export function startGuard(
  dataDir: string,
  id: string,
  onStarted: (watchdog: ProcessId | undefined) => void = () => {},
): Guard {
  let released = false;
  let watchdog: ChildProcess;

  const start = () => {
    // In a session of its own, out of reach of the terminal's Ctrl-C and of signals to our group.
    const child = spawn(
      '/bin/sh',
      ['-c', WAITING_SCRIPT, 'watchdog', process.execPath, PROGRAM, dataDir, id],
      {
        detached: true,
        stdio: ['pipe', 'ignore', 'ignore'],
        env: { ...plainEnvironment(), [ENDING_MARK]: id },
        cwd: '/',
      },
    );
    child.on('error', () => {});
    child.stdin?.on('error', () => {}); // it is gone: 'exit' below starts another
    child.on('exit', () => {
      if (!released) setTimeout(() => released || start(), RESTART_DELAY_MS).unref();
    });
    child.unref();
    onStarted(child.pid === undefined ? undefined : identify(child.pid));
    watchdog = child;
  };
  start();

  return {
    done() {
      released = true;
      watchdog.stdin?.end('done\n');
    },
  };
}
