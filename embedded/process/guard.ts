import { type ChildProcess, spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { plainEnvironment } from './command.ts';
import { ENDING_MARK, identify, type ProcessId } from './processes.ts';

const PROGRAM = fileURLToPath(new URL('end-orphans.ts', import.meta.url));

/**
 * The process that waits for the end of this one. It is a shell because a shell is small (the system kills
 * large processes when memory runs out), survives the killing of all Node.js processes, and starts at once.
 * It becomes the cleanup program only when there is something to clean up.
 */
const WAITING_SCRIPT = `trap '' HUP INT QUIT TERM
IFS= read -r word
[ "$word" = done ] || exec "$@"`;

const RESTART_DELAY_MS = 100;

/** A process that outlives a killed owner and then stops what the owner ran. */
export type Guard = {
  /** Releases the guard: everything is stopped. */
  done(): void;
};

/** Keeps a watchdog running as long as this process lives; see end-orphans.ts. */
export function startGuard(
  dataDir: string,
  id: string,
  onStarted: (watchdog: ProcessId | undefined) => void = () => {},
): Guard {
  let released = false;
  let watchdog: ChildProcess;

  const start = () => {
    // In its own session it gets neither the terminal's Ctrl-C nor signals to our process group.
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
    child.stdin?.on('error', () => {}); // it is gone: the 'exit' handler below starts another
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
