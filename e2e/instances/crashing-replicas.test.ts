import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { instancesOf, ROUTER, SERVICES } from '../../embedded/launcher/services.ts';
import { startInstance, type TestInstance } from '../../embedded/testing.ts';
import { eventually } from '../../platform/testing/eventually.ts';
import { PATIENCE, startLoad } from '../support/load.ts';

const REPLICAS = 2;
const ROUTERS = instancesOf(ROUTER, REPLICAS).map(({ name }) => name);

let instance: TestInstance;

beforeAll(async () => {
  instance = await startInstance({ env: { REPLICAS: String(REPLICAS), ...PATIENCE } });
});
afterAll(() => instance?.[Symbol.asyncDispose]());

/** Kills a process and waits until the launcher has another one that is ready. */
async function crash(name: string): Promise<void> {
  const pid = instance.pidOf(name);
  process.kill(pid, 'SIGKILL');
  await eventually(async () => {
    expect(instance.pidOf(name)).not.toBe(pid);
    expect(await fetch(`${instance.addressOf(name)}/health/ready`)).toMatchObject({ status: 200 });
  }, 60_000);
}

describe('two processes of each', { timeout: 400_000 }, () => {
  test('each is killed in turn under load: every request succeeds when it is repeated, and once', async () => {
    const load = await startLoad(instance, { urls: ROUTERS.map(instance.addressOf) });
    await load.untilMore(50);
    for (const service of SERVICES)
      for (const { name } of instancesOf(service, REPLICAS)) {
        await crash(name);
        await load.untilMore(5);
      }
    for (const name of ROUTERS) {
      await crash(name);
      await load.untilMore(10);
    }
    console.info(await load.end());
  });
});
