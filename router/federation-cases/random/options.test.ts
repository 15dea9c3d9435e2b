import { expect, test } from 'vitest';
import { readCommand } from './options.ts';

const GRAPHS = ['keys', 'more keys', 'unions'];

test('options are read; the default seed is random', () => {
  expect(readCommand(['--seed', '7', '--operations', '20', '--graph', 'keys'], GRAPHS)).toEqual({
    seed: 7,
    operations: 20,
    graph: 'keys',
  });
  expect(readCommand([], GRAPHS)).toMatchObject({ seed: expect.any(Number), graph: undefined });
  expect(readCommand(['--help'], GRAPHS)).toBeUndefined();
});

test('invalid options are explained', () => {
  expect(readCommand(['--seed', '-1'], GRAPHS)).toContain('--seed');
  expect(readCommand(['--seed', '1e3'], GRAPHS)).toContain('--seed takes a whole number from 0 to ');
  expect(readCommand(['--seed', ''], GRAPHS)).toContain('not ""');
  expect(readCommand(['--operations', '0'], GRAPHS)).toContain(
    '--operations takes a whole number from 1 to ',
  );
  expect(readCommand(['--graph', 'KEY'], GRAPHS)).toContain('not "KEY", such as "keys", "more keys".');
  expect(readCommand(['--graph', 'x'], GRAPHS)).toContain('such as "keys", "more keys", "unions".');
  expect(readCommand(['--graphs', 'x'], GRAPHS)).toContain('no option --graphs');
});
