import { join } from 'node:path';
import { afterAll, beforeAll, expect, inject, test } from 'vitest';
import { plainEnvironment } from '../embedded/process/command.ts';
import type { Client } from '../examples/client.ts';
import { readRooms } from '../examples/demo/rooms-file.ts';
import { KEYS, needsTerminal, openTerminal } from '../platform/testing/terminal.ts';
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

test.for([
  'A host registers the rooms',
  'every room of the file is registered',
  'exactly one of them gets it',
  'Alice tries to pay',
  'while the supplies service is down',
])('Ctrl-C after “%s” removes what the demo has made', async (line, context) => {
  needsTerminal(context);
  const before = await countRooms();
  const env = { ...plainEnvironment(), DATA_DIR: inject('instanceDataDir'), NO_COLOR: '1' };
  const command = [process.execPath, join(ROOT, 'tools/bootstrap.mjs'), 'examples/demo/main.ts'];
  await using terminal = openTerminal(command, env);
  await terminal.until(line);
  terminal.press(KEYS.ctrlC);
  expect(await terminal.exit, terminal.output()).toBe(130);
  expect(terminal.output()).toContain('Interrupted: removing the rooms of the story.');
  expect(terminal.output()).not.toMatch(/^\s+at /m);
  expect(await countRooms()).toEqual(before);
  const { rows } = await instance.launcher().status();
  expect(rows.find(({ name }) => name === 'supplies')).toMatchObject({ state: 'ready' });
});
