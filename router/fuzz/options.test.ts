import { expect, test } from 'vitest';
import { fuzzCommand } from './options.ts';

const GRAPHS = ['keys', 'more keys', 'unions'];

test('options are read; the default seed is random', () => {
  expect(fuzzCommand(GRAPHS).read(['--seed', '7', '--operations', '20', '--graph', 'keys'])).toEqual({
    parts: ['frames', 'federation'],
    seed: 7,
    rounds: 1_000,
    operations: 20,
    graph: 'keys',
  });
  expect(fuzzCommand(GRAPHS).read([])).toMatchObject({ seed: expect.any(Number), graph: undefined });
  expect(fuzzCommand(GRAPHS).read(['frames'])).toMatchObject({ parts: ['frames'] });
  expect(fuzzCommand(GRAPHS).read(['--help'])).toBeUndefined();
});

test('invalid options are explained', () => {
  expect(fuzzCommand(GRAPHS).read(['--seed', '-1'])).toContain('--seed');
  expect(fuzzCommand(GRAPHS).read(['--seed', '1e3'])).toContain('--seed takes a whole number from 0 to ');
  expect(fuzzCommand(GRAPHS).read(['--seed', ''])).toContain('not ""');
  expect(fuzzCommand(GRAPHS).read(['--operations', '0'])).toContain(
    '--operations takes a whole number from 1 to ',
  );
  expect(fuzzCommand(GRAPHS).read(['--graph', 'KEY'])).toContain('not "KEY", such as "keys", "more keys".');
  expect(fuzzCommand(GRAPHS).read(['--graph', 'x'])).toContain('such as "keys", "more keys", "unions".');
  expect(fuzzCommand(GRAPHS).read(['--graphs', 'x'])).toContain('no option --graphs');
  expect(fuzzCommand(GRAPHS).read(['bodies'])).toBe('There is no "bodies". Valid: frames, federation.');
});
