import { randomUUIDv7 } from 'node:crypto';
import { RetentionPolicy, StorageType } from 'nats';
import { type RunningServers, startServers } from '../../embedded/testing.ts';
import { encodeEvent } from '../../platform/messaging/jetstream/codec.ts';
import { connectNats } from '../../platform/messaging/jetstream/connection.ts';
import { ensureCurrentStream } from '../../platform/messaging/jetstream/current-stream.ts';
import { createEventFollower } from '../../platform/messaging/jetstream/event-follower.ts';
import { createLatestReader } from '../../platform/messaging/jetstream/latest-events.ts';
import { contextStream } from '../../platform/messaging/jetstream/streams.ts';
import { createLogger } from '../../platform/telemetry/logger.ts';
import { eventually } from '../../platform/testing/eventually.ts';
import { createJetstreamEvents, type EventSource } from '../subscriptions/event-source.ts';

/** A NATS server with the stream CRATE. */
export type TestEvents = {
  readonly source: EventSource;
  readonly servers: RunningServers;
  /** Publishes an event and returns its sequence in the stream. */
  publish(subject: string, data: object): Promise<number>;
  makeStream(): Promise<void>;
  /** Removes the stream with its events. */
  removeStream(): Promise<void>;
  /** Removes the events before a sequence from the stream, as its limits would. */
  dropBefore(place: number): Promise<void>;
  /** Gives the stream a retention, which ends for what it has by and by. */
  keepFor(keptMs: number): Promise<void>;
  /** The number of the stream's consumers. */
  consumers(): Promise<number>;
  [Symbol.asyncDispose](): Promise<void>;
};

const STREAM = 'CRATE';

export async function startTestEvents(): Promise<TestEvents> {
  const servers = await startServers({ nats: true });
  const log = createLogger('events', process.env.TEST_LOG_LEVEL ?? 'silent');
  const nats = connectNats({ url: servers.url('nats'), name: 'router-test', log });
  const versions = new Map<string, number>();
  const versionAfter = (aggregateId: string): number => {
    const version = (versions.get(aggregateId) ?? 0) + 1;
    versions.set(aggregateId, version);
    return version;
  };
  return {
    servers,
    source: createJetstreamEvents(createEventFollower({ nats, log }), createLatestReader({ nats, log })),
    async publish(subject, data) {
      const { js } = await nats.client;
      const id = randomUUIDv7();
      const [, name = '', aggregateId = ''] = subject.split('.');
      const { headers, body } = encodeEvent({
        id,
        type: `meetingroom.crate.${name}.v1`,
        aggregateId,
        version: versionAfter(aggregateId),
        time: new Date().toISOString(),
        cause: { correlationId: randomUUIDv7(), causationId: id },
        data,
      });
      return (await js.publish(subject, body, { headers, msgID: id })).seq;
    },
    async makeStream() {
      const { jsm } = await nats.client;
      // The server may still be removing the files of the previous stream.
      await eventually(() =>
        jsm.streams.add({
          name: STREAM,
          subjects: ['crate.>'],
          storage: StorageType.File,
          retention: RetentionPolicy.Limits,
          allow_direct: true,
        }),
      );
    },
    async removeStream() {
      const { jsm } = await nats.client;
      await jsm.streams.delete(STREAM);
    },
    async dropBefore(place) {
      const { jsm } = await nats.client;
      await jsm.streams.purge(STREAM, { seq: place });
    },
    async keepFor(keptMs) {
      await ensureCurrentStream(await nats.client, contextStream('crate', { keptMs }));
    },
    async consumers() {
      const { jsm } = await nats.client;
      return (await jsm.streams.info(STREAM)).state.consumer_count;
    },
    async [Symbol.asyncDispose]() {
      await nats.close();
      await servers[Symbol.asyncDispose]();
    },
  };
}
