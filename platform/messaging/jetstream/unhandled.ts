import type { ConsumerInfo, JetStreamManager } from 'nats';
import { hasHandled } from './durable-consumer.ts';
import { serviceOf } from './names.ts';

/**
 * The services that have not handled all of a stream's messages up to a position. One that was updated has
 * left the consumer of its former version behind, which handles nothing any more: one consumer of each
 * service is enough.
 */
export async function servicesBehind(
  jsm: JetStreamManager,
  stream: string,
  position: number,
): Promise<readonly string[]> {
  const consumers: ConsumerInfo[] = [];
  for await (const consumer of jsm.consumers.list(stream)) consumers.push(consumer);
  const durables = consumers.filter(({ config }) => config.durable_name !== undefined);
  const services = Map.groupBy(durables, ({ name }) => serviceOf(name));
  return [...services].flatMap(([service, versions]) =>
    service === undefined || versions.some((version) => hasHandled(version, position)) ? [] : [service],
  );
}
