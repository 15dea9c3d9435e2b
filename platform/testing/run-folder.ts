import { spawn } from 'node:child_process';
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const VARIABLE = 'MEETINGROOM_TEST_RUN';

/**
 * Waits until its input is closed, which the end of the run does. The watchdogs of the instances in the
 * folder end these first: PostgreSQL leaves shared memory behind when it is not told to stop.
 */
const WATCHDOG = `trap '' HUP INT QUIT TERM
IFS= read -r word
turns=0
while [ $turns -lt 300 ] && [ -n "$(find "$1" -name instance.json 2>/dev/null)" ]; do
  sleep 0.1; turns=$((turns + 1))
done
until rm -rf "$1"; do [ $turns -lt 600 ] || exit 1; sleep 0.1; turns=$((turns + 1)); done`;

/**
 * Makes the folder for all temporary files of this run of tests, and of what it starts. It is removed when
 * the run has ended, however it ends.
 */
export function useRunFolder(): void {
  // The configuration is read again when it is saved in watch mode.
  if (process.env[VARIABLE] !== undefined) return;
  const folder = mkdtempSync(join(tmpdir(), 'meetingroom-tests-'));
  process.env[VARIABLE] = folder;
  process.env.TMPDIR = folder;
  // In its own session it gets neither the terminal's Ctrl-C nor signals to our process group.
  const watchdog = spawn('/bin/sh', ['-c', WATCHDOG, 'watchdog', folder], {
    detached: true,
    stdio: ['pipe', 'ignore', 'ignore'],
    cwd: '/',
  });
  watchdog.unref();
}
