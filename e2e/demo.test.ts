import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { plainEnvironment } from '../embedded/process/command.ts';
import type { Client } from '../examples/client.ts';
import { readRooms } from '../examples/demo/rooms-file.ts';
import { KEYS, needsTerminal, openTerminal, type Terminal } from '../platform/testing/terminal.ts';
import { openSharedInstance, type SharedInstance } from './support/instance.ts';

const ROOT = join(import.meta.dirname, '..');

let instance: SharedInstance;
let admin: Client;
beforeAll(async () => {
  instance = await openSharedInstance();
  admin = await instance.as('ada', 'admin');
});
afterAll(() => instance[Symbol.asyncDispose]());

/** How many rooms there are of each name in the demo's file. */
function countRooms(): Promise<readonly number[]> {
  const names = readRooms(join(ROOT, 'examples/rooms.csv')).map(({ name }) => name);
  return Promise.all(
    names.map(async (name) => {
      const { data } = await admin.run<{ rooms: { totalCount: number } }, object>(
        'query ($name: String!) { rooms(filter: { nameContains: $name }) { totalCount } }',
        { name },
      );
      return data?.rooms.totalCount ?? Number.NaN;
    }),
  );
}

/** The demo, as a person runs it. */
function openDemo(): Terminal {
  const env = { ...plainEnvironment(), DATA_DIR: instance.dataDir, NO_COLOR: '1' };
  return openTerminal([process.execPath, join(ROOT, 'tools/bootstrap.mjs'), 'examples/demo/main.ts'], env);
}

/** Nothing of the demo is left, and what it stops runs again. */
async function expectCleanedUp(roomsBefore: readonly number[]): Promise<void> {
  expect(await countRooms()).toEqual(roomsBefore);
  const { rows } = await instance.launcher().status();
  expect(rows.filter(({ state }) => state !== 'ready')).toEqual([]);
}

test('the demo tells every story, and removes what it has made', { timeout: 180_000 }, async (context) => {
  needsTerminal(context);
  const before = await countRooms();
  await using terminal = openDemo();
  expect(await terminal.exit, terminal.output()).toBe(0);
  const output = terminal.output();
  for (const chapter of [
    'A host registers the rooms',
    'now, both at once',
    'The winner cancels',
    'a card that is declined',
    'follows her messages, first in English, then in Korean',
    'while the notification service is down',
    'The host offers a course',
    'reviews it; Bob may not',
    'booking, payment, room, supplies, community and notification are all down',
    'while the supplies service is down',
    'which Alice has booked',
  ])
    expect(output).toContain(chapter);
  expect(output).toMatch(/All \d+ checks hold\./);
  expect(output).not.toContain('✗');
  await expectCleanedUp(before);
});

test.for([
  'A host registers the rooms',
  'every room of the file is registered',
  'exactly one of them gets it',
  'while the notification service is down',
  'are all down',
])('Ctrl-C after “%s” removes what the demo has made', { timeout: 120_000 }, async (line, context) => {
  needsTerminal(context);
  const before = await countRooms();
  await using terminal = openDemo();
  await terminal.until(line, 60_000);
  terminal.press(KEYS.ctrlC);
  expect(await terminal.exit, terminal.output()).toBe(130);
  expect(terminal.output()).toContain('Interrupted: removing the rooms of the story.');
  expect(terminal.output()).not.toMatch(/^\s+at /m);
  await expectCleanedUp(before);
});
