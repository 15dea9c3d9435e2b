import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { DATABASES, URL_VARIABLES } from '../../embedded/launcher/services.ts';
import { urlVariableOf } from '../../embedded/launcher/settings-table.ts';
import { startInstance, type TestInstance } from '../../embedded/testing.ts';
import { eventually } from '../../platform/testing/eventually.ts';
import { type PostgresPair, startPostgresPair } from '../../platform/testing/postgres-pair.ts';
import { PATIENCE, startLoad } from '../support/load.ts';

let pair: PostgresPair;
let instance: TestInstance;

beforeAll(async () => {
  pair = await startPostgresPair(DATABASES);
  const own = DATABASES.map((name) => [urlVariableOf(name, 'postgres'), pair.url(name)] as const);
  instance = await startInstance({
    env: { [URL_VARIABLES.postgres]: pair.url(), ...Object.fromEntries(own), ...PATIENCE },
  });
});
afterAll(async () => {
  await instance?.[Symbol.asyncDispose]();
  await pair?.[Symbol.asyncDispose]();
});

describe('a synchronous standby of PostgreSQL', { timeout: 240_000 }, () => {
  test('it is promoted after the primary was killed under load: no acknowledged booking is lost', async () => {
    await eventually(async () => expect(await pair.isSynchronous()).toBe(true));
    const load = await startLoad(instance);
    await load.untilMore(100);
    const pause = load.watchPause();
    const killed = performance.now();
    await pair.killPrimary();
    await pair.promote();
    const promotedMs = performance.now() - killed;
    await load.untilMore(150);
    const result = await load.end();
    console.info(
      `${result}; promoted after ${Math.round(promotedMs)} ms, live changes paused for at most ${Math.round(pause())} ms`,
    );
  });
});
