import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';

const ROOT = join(import.meta.dirname, '../..');
const read = (file: string) => readFileSync(join(ROOT, file), 'utf8');
const page = read('docs/clients.md');

/** Code in the page below a link to its file: the whole file, or a part of it. */
const LINKED = /(In\spart,\s)?\[`([^`]+)`\]\([^)]+\):\n\n```\w+\n(.*?)```/gs;
const shown = [...page.matchAll(LINKED)].map(([, part, file = '', code = '']) => ({
  file,
  code,
  isWhole: part === undefined,
}));

test.each(shown)('docs/clients.md shows $file as it is', ({ file, code, isWhole }) => {
  const text = read(file);
  if (isWhole) expect(code).toBe(text);
  else expect(text).toContain(code);
});

test('docs/clients.md shows no other code', () => {
  const blocks = [...page.matchAll(/^```\w+\n(.*?)^```/gms)].map(([, code]) => code);
  const responses = blocks.filter((code) => code?.includes('"errors"'));
  expect(responses).toHaveLength(1);
  expect(blocks.filter((code) => !responses.includes(code))).toEqual(shown.map(({ code }) => code));
});
