import { setTimeout as delay } from 'node:timers/promises';
import type { TestInstance } from '../../embedded/testing.ts';
import { streamOf } from '../../platform/messaging/jetstream/streams.ts';
import type { Pool } from '../../platform/postgres/pool.ts';
import { CONTEXTS } from '../../schema/events/contexts.ts';
import { servicesOn } from '../../tools/backup/stores.ts';
import { findAddresses, reachNats } from '../../tools/events/instance.ts';
import { openServicePool } from '../../tools/events/stores.ts';

const LOOK_MS = 100;
/** What is handled between two looks may have left an event: so many in a row must find nothing. */
const LOOKS = 2;

/** Looks at what an instance has left to do. */
export type Settling = {
  /** The store of a service on PostgreSQL, for conditions. */
  store(service: string): Pool;
  /**
   * Waits until a condition holds, no event waits in an outbox of PostgreSQL and consumers have handled all.
   *
   * @param until throws when it has passed, in milliseconds since 1970
   */
  untilSettled(condition: () => Promise<boolean>, until: number): Promise<void>;
  close(): Promise<void>;
};

export async function openSettling({ dataDir }: TestInstance): Promise<Settling> {
  const { nats, database } = findAddresses({ DATA_DIR: dataDir });
  const link = await reachNats(nats);
  const { jsm } = await link.client;
  const stores = new Map<string, Pool>();
  for (const name of servicesOn('postgres'))
    stores.set(name, await openServicePool(name, database(name, 'postgres'), 1));
  const pools = [...stores.values()];

  async function haveConsumersHandledAll(): Promise<boolean> {
    for (const context of CONTEXTS)
      for await (const { num_pending, num_ack_pending } of jsm.consumers.list(streamOf(context)))
        if (num_pending + num_ack_pending > 0) return false;
    return true;
  }

  return {
    store(service) {
      const found = stores.get(service);
      if (!found) throw new Error(`${service} has no store on PostgreSQL`);
      return found;
    },
    async untilSettled(condition, until) {
      for (let found = 0; found < LOOKS; ) {
        const isSettled =
          (await condition()) && (await areOutboxesEmpty(pools)) && (await haveConsumersHandledAll());
        found = isSettled ? found + 1 : 0;
        if (Date.now() > until) throw new Error('The instance has not settled in time');
        await delay(LOOK_MS);
      }
    },
    async close() {
      await Promise.all([...pools.map((pool) => pool.end()), link.close()]);
    },
  };
}

async function areOutboxesEmpty(pools: readonly Pool[]): Promise<boolean> {
  const found = await Promise.all(pools.map((pool) => pool.query('SELECT FROM outbox LIMIT 1')));
  return found.every(({ rowCount }) => rowCount === 0);
}
