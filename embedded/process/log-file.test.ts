import { appendFileSync, mkdtempSync, openSync, readFileSync, rmSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { previousLog, rotate, shorten } from './log-file.ts';
import { createLogReader } from './log-reader.ts';

let folder: string;
let file: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'meetingroom-log-'));
  file = join(folder, 'room.log');
});
afterEach(() => rmSync(folder, { recursive: true }));

const current = () => readFileSync(file, 'utf8');
const previous = () => readFileSync(previousLog(file), 'utf8');

test('a log that has become too large begins anew while its process writes it, and its end is kept once', () => {
  const log = openSync(file, 'a');
  writeSync(log, 'first\n');
  shorten(file, 6);
  expect(current()).toBe('first\n');
  writeSync(log, 'second\n');
  shorten(file, 12);
  writeSync(log, 'third\n');
  expect([previous(), current()]).toEqual(['second\n', 'third\n']);
  appendFileSync(file, 'fourth\n');
  shorten(file, 12);
  expect([previous(), current()]).toEqual(['fourth\n', '']);
  shorten(join(folder, 'no.log'), 6);
});

test('of a log that grew far over its limit only the end is kept', () => {
  const lines = Array.from({ length: 100_000 }, (_, at) => `line ${at}\n`).join('');
  appendFileSync(file, lines);
  shorten(file, 10_000);
  expect(current()).toBe('');
  expect(previous().length).toBeLessThanOrEqual(10_000);
  expect(previous()).toMatch(/^line \d+\n/);
  expect(lines.endsWith(previous())).toBe(true);
});

test.each([
  ['becomes too large', () => shorten(file, 20)],
  ['is moved by a new start', () => rotate(file)],
])('who follows a log that %s gets every line once', (_, move) => {
  appendFileSync(file, 'one\ntwo\nthr');
  const reader = createLogReader(file);
  expect(reader.tail(1)).toEqual(['two']);
  expect(reader.news()).toEqual([]);
  appendFileSync(file, 'ee\nfour\n');
  move();
  appendFileSync(file, 'five\n');
  expect(reader.news()).toEqual(['three', 'four', 'five']);
  appendFileSync(file, 'six\n');
  expect(reader.news()).toEqual(['six']);
});
