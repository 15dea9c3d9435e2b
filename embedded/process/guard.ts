import { type ChildProcess, spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { plainEnvironment } from './command.ts';
import { identify, type ProcessId } from './processes.ts';

const program = fileURLToPath(new URL('watchdog.ts', import.meta.url));

/** Keeps a watchdog beside us as long as we live; see watchdog.ts. */
export function startGuard(
  dataDir: string,
  id: string,
  onStarted: (watchdog: ProcessId | undefined) => void,
): { done(): void } {
  let released = false;
  let watchdog: ChildProcess;

  const start = () => {
    // In a session of its own, out of reach of the terminal's Ctrl-C and of signals to our group.
    const child = spawn(process.execPath, [program, dataDir, id], {
      detached: true,
      stdio: ['pipe', 'ignore', 'ignore'],
      env: plainEnvironment(),
      cwd: '/',
    });
    child.on('error', () => {});
    child.stdin?.on('error', () => {}); // it is gone: 'exit' below starts another
    child.on('exit', () => {
      if (!released) setTimeout(() => released || start(), 1_000).unref();
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
