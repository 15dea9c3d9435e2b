import { describe, expect, test, vi } from 'vitest';
import { defineCommand, defineSubcommands, runCommand } from './command-line.ts';

const COMMAND = defineCommand({
  forms: ['npm run brew -- [options] [CUP…]'],
  about: 'Brews.',
  options: {
    kind: { type: 'choice', of: ['tea', 'coffee'], about: 'what to brew' },
    cups: { type: 'number', from: 1, to: 9, default: 2, short: 'c', about: 'how many' },
    for: { type: 'text', value: 'NAME', multiple: true, about: 'who drinks it' },
    sweet: { type: 'switch', about: `with ${'a lot of '.repeat(12)}sugar` },
    milk: { type: 'switch', negative: true, about: 'with milk' },
  },
  positionals: true,
  notes: ['It takes a while.'],
  examples: ['npm run brew', 'npm run brew -- -c 3'],
  status: '0 brewed, 2 wrong usage',
});

describe('a command', () => {
  test('has its options, with their types and defaults', () => {
    expect(
      COMMAND.read(['--kind', 'tea', '-c', '3', '--for', 'a', '--for', 'b', '--no-milk', 'mug']),
    ).toEqual({
      values: { kind: 'tea', cups: 3, for: ['a', 'b'], sweet: undefined, milk: false },
      positionals: ['mug'],
    });
    expect(COMMAND.read([])).toMatchObject({ values: { cups: 2 } });
    expect(COMMAND.read(['--help'])).toBeUndefined();
    expect(COMMAND.read(['-h'])).toBeUndefined();
  });

  test.each([
    [['--cups', 'abc'], '--cups takes a whole number from 1 to 9, not "abc".'],
    [['--cups', '10'], '--cups takes a whole number from 1 to 9, not "10".'],
    [['--cups', ''], '--cups takes a whole number from 1 to 9, not "".'],
    [['--kind', 'milk'], '--kind takes one of tea, coffee, not "milk".'],
    [['--sede', '7'], 'There is no option --sede. Valid: --kind, --cups, --for, --sweet, --milk, --help.'],
    [['--no-sweet'], 'There is no option --no-sweet. Valid: --kind, --cups, --for, --sweet, --milk, --help.'],
  ])('refuses %j', (args, message) => {
    expect(COMMAND.read(args)).toBe(message);
  });

  test('refuses an option without its value, and arguments where it takes none', () => {
    expect(COMMAND.read(['--kind'])).toContain('--kind');
    expect(defineCommand({ forms: [], about: '', examples: [''], status: '' }).read(['mug'])).toContain(
      'mug',
    );
  });

  test('has a help with all of it', () => {
    expect(COMMAND.usage).toBe(`Usage: npm run brew -- [options] [CUP…]
Brews.

  --kind tea|coffee  what to brew
  --cups N, -c       how many (default 2)
  --for NAME         who drinks it
  --sweet            with a lot of a lot of a lot of a lot of a lot of a lot of a lot of a lot of a lot of a
                     lot of a lot of a lot of sugar
  --milk, --no-milk  with milk

It takes a while.

Examples:
  npm run brew
  npm run brew -- -c 3

Exit status: 0 brewed, 2 wrong usage.`);
  });
});

test('a command runs; help prints the usage; a wrong command line prints both and exits with 2', async () => {
  const output = { out: vi.fn(), err: vi.fn() };
  const run = vi.fn(async () => 7);
  const command = defineCommand(
    {
      forms: ['x'],
      about: 'Does.',
      options: { seed: { type: 'text', value: 'N', about: 'a seed' } },
      examples: ['x'],
      status: '0 done',
    },
    ({ values: { seed } }) => (seed === '1' ? { seed: 1 } : 'Only 1 is a seed.'),
  );
  expect(await runCommand(command, ['--seed', '1'], run, output)).toBe(7);
  expect(run).toHaveBeenCalledExactlyOnceWith({ seed: 1 });
  expect(await runCommand(command, ['--help'], run, output)).toBe(0);
  expect(output.out).toHaveBeenCalledExactlyOnceWith(command.usage);
  expect(await runCommand(command, ['--seed', '2'], run, output)).toBe(2);
  expect(output.err).toHaveBeenCalledExactlyOnceWith(`Only 1 is a seed.\n\n${command.usage}`);
});

test('the first argument chooses a subcommand', async () => {
  const output = { out: vi.fn(), err: vi.fn() };
  const run = vi.fn(async () => 0);
  const command = defineSubcommands(
    { forms: ['x NAME'], about: 'Does.', examples: ['x tea'], status: '0 done' },
    {
      tea: defineCommand({ forms: ['x tea'], about: 'brews tea', examples: ['x tea'], status: '0 done' }),
    },
  );
  expect(command.usage).toContain('\n\n  tea  brews tea\n\n');
  expect(await runCommand(command, ['tea'], run, output)).toBe(0);
  expect(run).toHaveBeenCalledTimes(1);
  expect(await runCommand(command, ['tea', '--help'], run, output)).toBe(0);
  expect(output.out).toHaveBeenLastCalledWith(expect.stringMatching(/^Usage: x tea\n/));
  expect(await runCommand(command, ['--help'], run, output)).toBe(0);
  expect(output.out).toHaveBeenLastCalledWith(command.usage);
  expect(await runCommand(command, ['tea', '--sweet'], run, output)).toBe(2);
  for (const args of [[], ['milk'], ['toString']]) {
    expect(await runCommand(command, args, run, output)).toBe(2);
    expect(output.err).toHaveBeenLastCalledWith(expect.stringContaining('Valid: tea.'));
  }
  expect(run).toHaveBeenCalledTimes(1);
});
