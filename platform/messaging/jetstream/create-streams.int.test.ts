import { expect, test } from 'vitest';
import { freePort } from '../../../embedded/process/port-allocator.ts';
import { createLogger } from '../../telemetry/logger.ts';
import { eventually } from '../../testing/eventually.ts';
import { startOwnNats } from '../../testing/nats-server.ts';
import { connectNats } from './connection.ts';
import { ensureStreams } from './create-streams.ts';

const CONTEXTS = ['room', 'booking'];
const STREAMS = ['ROOM', 'BOOKING', 'DEAD', 'REPLAY'];

/** Starts servers that know each other. */
async function startCluster(size: number) {
  const clusterPorts = await Promise.all(Array.from({ length: size }, freePort));
  const routes = clusterPorts.map((port) => `"nats://127.0.0.1:${port}"`).join(', ');
  return Promise.all(
    clusterPorts.map((port, index) =>
      startOwnNats([
        `server_name: "n${index}"`,
        `jetstream { store_dir: "streams" }`,
        `cluster { name: test, listen: "127.0.0.1:${port}", routes: [${routes}] }`,
      ]),
    ),
  );
}

test('streams of a cluster are put on as many servers as asked for, also those that exist', async () => {
  await using stack = new AsyncDisposableStack();
  const servers = await startCluster(3);
  for (const each of servers) stack.use(each);
  const url = servers.map(({ port }) => `nats://127.0.0.1:${port}`).join(',');
  const link = stack.adopt(connectNats({ url, name: 'test', log: createLogger('test', 'silent') }), (each) =>
    each.close(),
  );
  const client = await link.client;
  const placesOf = async (stream: string) => {
    const { config, cluster } = await client.jsm.streams.info(stream);
    return { asked: config.num_replicas, others: cluster?.replicas?.length ?? 0 };
  };

  // Until the servers have elected a leader, there is no JetStream.
  await eventually(() => ensureStreams(client, CONTEXTS));
  for (const each of STREAMS) expect(await placesOf(each)).toEqual({ asked: 1, others: 0 });

  await ensureStreams(client, CONTEXTS, { replicas: 3 });
  for (const each of STREAMS)
    await eventually(async () => expect(await placesOf(each)).toEqual({ asked: 3, others: 2 }));

  // Without a number, they stay.
  await ensureStreams(client, CONTEXTS);
  for (const each of STREAMS) expect(await placesOf(each)).toEqual({ asked: 3, others: 2 });
});
