import { rm } from 'node:fs/promises';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { DATABASES, URL_VARIABLES } from '../../embedded/launcher/services.ts';
import { urlVariableOf } from '../../embedded/launcher/settings-table.ts';
import { startInstance, type TestInstance } from '../../embedded/testing.ts';
import { startArchive } from '../../platform/testing/postgres/archive.ts';
import { type OperatedPostgres, operatePostgres } from '../../platform/testing/postgres/operated.ts';
import { query } from '../../platform/testing/postgres/query.ts';
import { addStandby } from '../../platform/testing/postgres/standby.ts';
import { PATIENCE, startLoad } from '../support/load.ts';

let postgres: OperatedPostgres;
let instance: TestInstance;

beforeAll(async () => {
  postgres = await operatePostgres(DATABASES);
  const own = DATABASES.map((name) => [urlVariableOf(name, 'postgres'), postgres.url(name)] as const);
  instance = await startInstance({
    env: { [URL_VARIABLES.postgres]: postgres.url(), ...Object.fromEntries(own), ...PATIENCE },
  });
});
afterAll(async () => {
  await instance?.[Symbol.asyncDispose]();
  await postgres?.[Symbol.asyncDispose]();
});

describe('PostgreSQL is lost under load', { timeout: 240_000 }, () => {
  test('its synchronous standby is promoted: no acknowledged booking is lost', async () => {
    const standby = await addStandby(postgres);
    const load = await startLoad(instance);
    await load.untilMore(100);
    const pause = load.watchPause();
    const killed = performance.now();
    await postgres.killPrimary();
    await standby.promote();
    const promotedMs = performance.now() - killed;
    await load.untilMore(150);
    const result = await load.end();
    console.info(
      `${result}; promoted after ${Math.round(promotedMs)} ms, live changes paused for at most ${Math.round(pause())} ms`,
    );
  });

  test('its disk is lost as well: a base backup and the archived WAL have all that was acknowledged, and each instant', async () => {
    const archive = await startArchive(postgres, postgres.primary(), 'archive');
    const load = await startLoad(instance);
    await load.untilMore(50);
    const base = await archive.takeBaseBackup();
    const instant = await writeAroundInstant();
    await load.untilMore(50);
    const pause = load.watchPause();
    const killed = performance.now();
    await postgres.killPrimary();
    await rm(postgres.primary().dataFolder, { recursive: true, maxRetries: 10 });
    await archive.end();
    const restored = await archive.restore(base, { name: 'restored' });
    const restoredMs = performance.now() - killed;
    // The restored server's commits wait for an archive, too, and its WAL is another one from here on.
    await startArchive(postgres, restored, 'next-archive');
    postgres.moveTo(restored);
    const movedMs = performance.now() - killed;
    await load.untilMore(100);
    const result = await load.end();
    expect(await writtenTo(postgres.url())).toEqual(['before', 'after']);

    const earlier = await archive.restore(base, { name: 'earlier', until: instant });
    expect(await writtenTo(earlier.server.url())).toEqual(['before']);
    console.info(
      `${result}; restored after ${Math.round(restoredMs)} ms, archived again and moved after ${Math.round(movedMs)} ms, live changes paused for at most ${Math.round(pause())} ms`,
    );
  });
});

/** Writes one row before an instant and one after it. Returns the instant. */
async function writeAroundInstant(): Promise<string> {
  const url = postgres.url();
  await query(url, 'CREATE TABLE written (at timestamptz DEFAULT now(), text text)');
  await query(url, "INSERT INTO written (text) VALUES ('before')");
  const [row] = await query(url, 'SELECT now()::text AS instant');
  await query(url, "INSERT INTO written (text) VALUES ('after')");
  return String(row?.instant);
}

async function writtenTo(url: string): Promise<readonly unknown[]> {
  return (await query(url, 'SELECT text FROM written ORDER BY at')).map(({ text }) => text);
}
