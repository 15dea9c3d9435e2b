import { expect, test } from 'vitest';
import { misspelledIn } from './misspelled.ts';

const KNOWN = ['HOLD_LIMIT', 'LOG_LEVEL', 'BODY_LIMIT', 'PAGES', 'DATABASE_URL', 'DATA_DIR', 'NATS_URL'];

test.each([
  ['HOLD_LIMT', 'HOLD_LIMIT'],
  ['HOLD_LIMITS', 'HOLD_LIMIT'],
  ['HODL_LIMIT', 'HOLD_LIMIT'],
  ['LOGLEVEL', 'LOG_LEVEL'],
  ['DATABSE_URL', 'DATABASE_URL'],
  ['DATA_DRI', 'DATA_DIR'],
])('%s looks like %s', (name, meant) => {
  expect(misspelledIn({ [name]: '1' }, KNOWN)).toEqual([{ name, meant }]);
});

test.each([
  'HOLD_LIMIT',
  'DATABASE_URL_FILE',
  'PAGER',
  'HOME',
  'NODE_OPTIONS',
  'DATA_PATH',
  'NATS_PORT',
  'TEMP_DIR',
])('%s looks like none', (name) => expect(misspelledIn({ [name]: '1' }, KNOWN)).toEqual([]));

test('a variable beside the right one is left alone', () => {
  expect(misspelledIn({ HOLD_LIMIT: '1s', HOLD_LIMITS: '1s' }, KNOWN)).toEqual([]);
});
