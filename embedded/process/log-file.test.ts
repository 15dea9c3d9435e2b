import { appendFileSync, mkdtempSync, openSync, readFileSync, rmSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { shorten } from './log-file.ts';

test('a log that has become too large begins anew while its process writes it, and what it had is kept once', () => {
  const folder = mkdtempSync(join(tmpdir(), 'meetingroom-log-'));
  const file = join(folder, 'room.log');
  const log = openSync(file, 'a');
  writeSync(log, 'first\n');
  shorten(file, 6);
  expect(readFileSync(file, 'utf8')).toBe('first\n');
  writeSync(log, 'second\n');
  shorten(file, 6);
  writeSync(log, 'third\n');
  expect(readFileSync(file, 'utf8')).toBe('third\n');
  expect(readFileSync(`${file}.1`, 'utf8')).toBe('first\nsecond\n');
  appendFileSync(file, 'fourth\n');
  shorten(file, 6);
  expect(readFileSync(`${file}.1`, 'utf8')).toBe('third\nfourth\n');
  shorten(join(folder, 'no.log'), 6);
  rmSync(folder, { recursive: true });
});
