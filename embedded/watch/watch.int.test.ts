import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { eventually } from '../../platform/testing/eventually.ts';
import { KEYS, needsTerminal, openTerminal } from '../../platform/testing/terminal.ts';
import { nothingRuns } from '../launcher/client.ts';
import { PROJECT_ROOT } from '../paths.ts';
import { plainEnvironment } from '../process/command.ts';

let dataDir: string;
beforeAll(async () => {
  dataDir = await mkdtemp(join(tmpdir(), 'meetingroom-watch-'));
});
afterAll(() => rm(dataDir, { recursive: true, force: true }));

/** What moves the cursor to the top left corner, hides it and shows it. */
const [TOP, HIDE_CURSOR, SHOW_CURSOR] = ['\u001b[H', '\u001b[?25l', '\u001b[?25h'];

test('on a terminal, each look is drawn over the one before, until Ctrl-C leaves it as it was', async (context) => {
  needsTerminal(context);
  const command = [process.execPath, join(PROJECT_ROOT, 'embedded/status.ts'), '--watch', '--interval', '1'];
  await using terminal = openTerminal(command, { ...plainEnvironment(), DATA_DIR: dataDir });
  const looks = () => terminal.output().split(TOP).slice(1);
  await eventually(() => expect(looks().length).toBeGreaterThanOrEqual(2), 20_000);
  terminal.press(KEYS.ctrlC);
  expect(await terminal.exit).toBe(0);

  const output = terminal.output();
  expect(output.indexOf(HIDE_CURSOR)).toBe(0);
  expect(output.endsWith(SHOW_CURSOR)).toBe(true);
  const [first, second] = looks().map((look) => look.split('\r\n').slice(1, 3));
  // The terminal has 80 columns.
  expect(first?.join('')).toContain(nothingRuns(dataDir).slice(0, 70));
  expect(second).toEqual(first);
});
