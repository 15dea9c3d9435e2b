import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startInstance, type TestInstance } from '../../embedded/testing.ts';
import { eventually } from '../../platform/testing/eventually.ts';
import { type NatsCluster, startNatsCluster } from '../../platform/testing/nats-cluster.ts';
import { CONTEXTS } from '../../schema/events/contexts.ts';
import { PATIENCE, startLoad } from '../support/load.ts';

let cluster: NatsCluster;
let instance: TestInstance;

beforeAll(async () => {
  cluster = await startNatsCluster(CONTEXTS);
  instance = await startInstance({ env: { NATS_URL: cluster.url, ...PATIENCE } });
});
afterAll(async () => {
  await instance?.[Symbol.asyncDispose]();
  await cluster?.[Symbol.asyncDispose]();
});

describe('a NATS cluster of three', { timeout: 240_000 }, () => {
  test('its leader is killed under load: no acknowledged booking is lost, and live changes go on', async () => {
    const load = await startLoad(instance);
    await load.untilMore(100);
    const leader = await cluster.leaderOf('BOOKING');
    const pause = load.watchPause();
    await cluster.kill(leader);
    await load.untilMore(150);
    expect(await cluster.leaderOf('BOOKING')).not.toBe(leader);
    await cluster.start(leader);
    await load.untilMore(50);
    const result = await load.end();
    await eventually(async () => expect(await cluster.currentOf('BOOKING')).toHaveLength(3));
    console.info(`${result}; live changes paused for at most ${Math.round(pause())} ms`);
  });
});
