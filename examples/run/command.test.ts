import { expect, test } from 'vitest';
import { runExampleCommand } from './command.ts';
import { readExamples } from './example.ts';
import { isNeeded } from './flags.ts';

const examples = readExamples();

/** Runs the command where no instance runs. */
async function run(...args: readonly string[]) {
  const lines: { readonly out: string[]; readonly err: string[] } = { out: [], err: [] };
  const status = await runExampleCommand(args, {
    env: { DATA_DIR: '/nothing/runs/here' },
    signal: new AbortController().signal,
    out: (text) => lines.out.push(text),
    err: (text) => lines.err.push(text),
  });
  return { status, out: lines.out.join('\n'), err: lines.err.join('\n') };
}

test('without a name it lists each document with its operations and their variables', async () => {
  const { status, out } = await run();
  expect(status).toBe(0);
  for (const { document, name } of examples) {
    expect(out).toContain(`${document}.graphql`);
    expect(out).toContain(`  ${name} (`);
  }
  expect(out).toContain('BookRoom (alice) --roomId [--slot.start]');
});

test.each(examples)('$name has a help with each of its variables', async ({ name, flags }) => {
  const { status, out } = await run(name, '--help');
  expect(status).toBe(0);
  for (const flag of flags) expect(out).toContain(`  --${flag.name}`);
});

test.each(examples)(
  'the values that $name needs are in its file, or another example shows them',
  (example) => {
    const needed = example.flags.filter((flag) => isNeeded(flag, example.variables)).map(({ name }) => name);
    expect(Object.keys(example.find)).toEqual(needed);
    const names = new Set(examples.map(({ name }) => name));
    expect(Object.values(example.find).filter((name) => !names.has(name))).toEqual([]);
  },
);

test('a document with one operation can be named, too', async () => {
  expect((await run('book-room', '--help')).out).toBe((await run('BookRoom', '--help')).out);
});

test.each([
  [['manage-room'], 'choose one of UpdateRoom, CloseRoom, ReopenRoom, DeleteRoom'],
  [['rome'], 'There is no example "rome"'],
  [['book-room'], '--roomId is missing: `npm run example -- Rooms` shows one.'],
  [['book-room', '--room', 'a'], 'There is no option --room. Valid: --roomId, '],
  [['register-room', '--capacity', 'many'], '--capacity takes a whole number'],
  [['rooms', '--filter.status', 'NICE'], '--filter.status takes one of EMPTY, FULL, CLOSED, not "NICE".'],
  [['rooms', '--as', 'bob'], '--as takes one of alice, henry, ada, not "bob".'],
  [['rooms', '--count', '3'], 'There is no option --count'],
  [['RoomStatus', '--count', '0'], '--count takes a whole number from 1'],
  [['available-rooms', '--from', 'soon'], '--from takes an instant such as 2030-05-01T09:00:00Z'],
  [['available-rooms', '--to', '+99999999h'], 'or +24h for 24 hours from now, not "+99999999h".'],
  [['available-rooms', '--to', '+soon'], 'or +24h for 24 hours from now, not "+soon".'],
  [['SetStandardSupplies', '--lines', 'chair'], '--lines takes a JSON object, not "chair".'],
  [['SetStandardSupplies', '--lines', '{"name":"Chair"}'], 'Field "quantity"'],
  [['book-room', '--roomId', 'a', '--slot.start', '+1h'], 'Field "end"'],
])('%j is wrong usage', async (args, problem) => {
  const { status, out, err } = await run(...args);
  expect(err).toContain(problem);
  expect(err).toContain('Usage: npm run example');
  expect(out).toBe('');
  expect(status).toBe(2);
});

test('where nothing runs, it says so', async () => {
  expect(await run('rooms')).toMatchObject({ status: 1, err: expect.stringContaining('Nothing runs on') });
});
