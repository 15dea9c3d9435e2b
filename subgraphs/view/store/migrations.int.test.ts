import { cp, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { newId } from '../../../platform/identifiers.ts';
import { migrate } from '../../../platform/postgres/migrate.ts';
import { createPool } from '../../../platform/postgres/pool.ts';
import { createTestDatabase } from '../../../platform/testing/index.ts';
import { log } from '../testing/fixture.ts';

const FOLDER = join(import.meta.dirname, 'migrations');

test('texts of rooms and supplies are folded by the upgrade, of more rooms than one batch has', async () => {
  await using database = await createTestDatabase();
  await using stack = new AsyncDisposableStack();
  const pool = createPool({ url: database.url, schema: 'view', log });
  stack.defer(() => pool.end());
  const old = await mkdtemp(join(tmpdir(), 'migrations-'));
  stack.defer(() => rm(old, { recursive: true }));
  await cp(join(FOLDER, '0001-views.sql'), join(old, '0001-views.sql'));
  await migrate(pool, 'view', { series: 'view', folder: old });
  const name = '강의실　Ａ'.normalize('NFD');
  const ids = Array.from({ length: 2_001 }, newId);
  await pool.query(
    `INSERT INTO rooms SELECT id, 1, NULL, $2, NULL, $2, NULL, 1, 0, 'KRW', false FROM unnest($1::uuid[]) AS id`,
    [ids, name],
  );
  await pool.query('INSERT INTO stocks VALUES ($1, 1, $2, $3, $4, $3)', [
    ...[ids[0], ['Straße', '의자'.normalize('NFD')], ['straße', '의자'.normalize('NFD')], [1, 2]],
  ]);
  await migrate(pool, 'view', { series: 'view', folder: FOLDER });
  const rooms = await pool.query(
    'SELECT name, folded_name, folded_location, count(*) FROM rooms GROUP BY 1, 2, 3',
  );
  expect(rooms.rows).toEqual([{ name, folded_name: '강의실 a', folded_location: null, count: 2_001 }]);
  const folded = ['strasse', '의자'];
  const stocks = await pool.query('SELECT folded_names, available FROM stocks');
  expect(stocks.rows).toEqual([{ folded_names: folded, available: folded }]);
});
