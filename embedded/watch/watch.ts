import { setTimeout as delay } from 'node:timers/promises';
import { findLauncher, nothingRuns } from '../launcher/client.ts';
import { renderLine, renderScreen } from './render.ts';
import { takeSnapshot } from './snapshot.ts';

/** Moves to the top left corner; clears to the end of the line, and of the screen. */
const TOP = '\u001b[H';
const CLEAR_LINE = '\u001b[K';
const CLEAR_REST = '\u001b[J';
const CLEAR_SCREEN = '\u001b[2J';
const HIDE_CURSOR = '\u001b[?25l';
const SHOW_CURSOR = '\u001b[?25h';

/**
 * Shows the state of an instance again and again, until a signal ends it: on a terminal as one screen,
 * elsewhere as a line each time. The instance may stop and start meanwhile.
 *
 * @param everyMs the pause between two looks, in milliseconds
 */
export async function watchInstance(dataDir: string, everyMs: number): Promise<void> {
  const ending = new AbortController();
  const end = () => ending.abort();
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, end);
  // Who read the lines is gone.
  process.stdout.once('error', end);
  const { isTTY } = process.stdout;
  if (isTTY) process.stdout.write(HIDE_CURSOR + CLEAR_SCREEN);
  while (!ending.signal.aborted) {
    const snapshot = await takeSnapshot(findLauncher(dataDir));
    if (ending.signal.aborted) break;
    if (isTTY) draw(renderScreen(snapshot, nothingRuns(dataDir)));
    else console.log(renderLine(snapshot));
    await delay(everyMs, undefined, { signal: ending.signal }).catch(() => undefined);
  }
  if (isTTY) process.stdout.write(SHOW_CURSOR);
}

/** Draws over what is there, cut to the size of the terminal: a longer line would scroll it away. */
function draw(lines: readonly string[]): void {
  // A terminal that does not know its size says 0.
  const columns = process.stdout.columns || 80;
  const rows = process.stdout.rows || 24;
  const fitting = lines.slice(0, rows - 1).map((line) => `${line.slice(0, columns)}${CLEAR_LINE}\n`);
  process.stdout.write(`${TOP}${fitting.join('')}${CLEAR_REST}`);
}
