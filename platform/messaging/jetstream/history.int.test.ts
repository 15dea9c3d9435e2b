import { expect, test } from 'vitest';
import { createLogger } from '../../telemetry/logger.ts';
import { eventually } from '../../testing/index.ts';
import { useNats } from '../../testing/nats.ts';
import { startConsumer } from './consumer.ts';
import { durableName, historyName } from './names.ts';
import { streamOf } from './streams.ts';

const log = createLogger('test', 'silent');
const nats = useNats();

const FORMER = ['counted'];
const CURRENT = ['counted', 'closed'];
/** The events that are published before the update. */
const EARLIER = 40;

/** A process of a version of the service, which records the version of each handled event. */
function startVersion(events: readonly string[], wait: (version: number) => Promise<void> = async () => {}) {
  const handled: number[] = [];
  const consumer = startConsumer({
    nats: nats.link,
    context: nats.context,
    durable: 'reader',
    events,
    log,
    async handle({ version }) {
      await wait(version);
      handled.push(version);
    },
  });
  nats.closeAfterTest(consumer);
  return { handled, close: () => consumer.close() };
}

async function consumerNames(): Promise<readonly string[]> {
  const { jsm } = await nats.link.client;
  const found = await jsm.consumers.list(streamOf(nats.context)).next();
  return found.map(({ name }) => name).toSorted();
}

const NAMES = [FORMER, CURRENT].map((events) => durableName('reader', events)).toSorted();
const HISTORY = historyName(durableName('reader', CURRENT));

function numbers(first: number, last: number): readonly number[] {
  return Array.from({ length: last - first + 1 }, (_, index) => first + index);
}

/** Every other event is one that the former version does not handle. Each is of an aggregate of its own. */
async function publish(first: number, last: number): Promise<void> {
  await nats.publish(
    ...numbers(first, last).map((version) =>
      nats.eventOf(version, version % 2 === 0 ? { name: 'closed' } : {}),
    ),
  );
}

/** Earlier events, which the former version has handled as far as it does. */
async function givenFormerVersion() {
  const former = startVersion(FORMER);
  await publish(1, EARLIER);
  await eventually(() => expect(former.handled).toHaveLength(EARLIER / 2));
  return former;
}

test('a version with another list of events handles new ones at once, and the earlier ones beside them', async () => {
  await (await givenFormerVersion()).close();
  const gate = Promise.withResolvers<void>();
  const current = startVersion(CURRENT, async (version) => {
    if (version <= EARLIER - 2) await gate.promise;
  });
  await eventually(async () => expect(await consumerNames()).toContain(HISTORY));
  await publish(EARLIER + 1, EARLIER + 10);
  await eventually(() =>
    expect(current.handled).toEqual(expect.arrayContaining([...numbers(EARLIER + 1, EARLIER + 10)])),
  );
  expect(Math.min(...current.handled)).toBeGreaterThan(EARLIER - 2);

  gate.resolve();
  await eventually(() => expect(new Set(current.handled)).toEqual(new Set(numbers(1, EARLIER + 10))));
  await eventually(async () => expect(await consumerNames()).toEqual(NAMES));
});

test('both versions and their processes run beside each other until the update is over', async () => {
  const former = await givenFormerVersion();
  const [one, other] = [startVersion(CURRENT), startVersion(CURRENT)];
  const both = () => new Set([...one.handled, ...other.handled]);
  await eventually(() => expect(both()).toEqual(new Set(numbers(1, EARLIER))));
  await publish(EARLIER + 1, EARLIER + 10);
  await eventually(() => expect(both()).toEqual(new Set(numbers(1, EARLIER + 10))));
  await eventually(() => expect(former.handled).toHaveLength(EARLIER / 2 + 5));
  await eventually(async () => expect(await consumerNames()).toEqual(NAMES));
});

test('a process that ends meanwhile leaves the rest to the next one', async () => {
  await (await givenFormerVersion()).close();
  const gate = Promise.withResolvers<void>();
  const first = startVersion(CURRENT, async (version) => {
    if (version > 10 && version <= EARLIER - 2) await gate.promise;
  });
  await eventually(() => expect(first.handled).toEqual(expect.arrayContaining([...numbers(1, 10)])));
  const closed = first.close();
  gate.resolve();
  await closed;
  const next = startVersion(CURRENT);
  await eventually(() =>
    expect(new Set([...first.handled, ...next.handled])).toEqual(new Set(numbers(1, EARLIER))),
  );
  await eventually(async () => expect(await consumerNames()).toEqual(NAMES));
  await publish(EARLIER + 1, EARLIER + 2);
  await eventually(() => expect(next.handled).toEqual(expect.arrayContaining([EARLIER + 1, EARLIER + 2])));
});

test('an event that the former version could not handle yet is handled by the new one', async () => {
  const never = Promise.withResolvers<void>();
  const former = startVersion(FORMER, (version) => (version === 3 ? never.promise : Promise.resolve()));
  await publish(1, EARLIER);
  await eventually(() => expect(former.handled).toHaveLength(EARLIER / 2 - 1));
  const current = startVersion(CURRENT);
  await eventually(() => expect(new Set(current.handled)).toEqual(new Set(numbers(1, EARLIER))));
  never.resolve();
});

test('a first version handles all events by one consumer', async () => {
  await publish(1, 4);
  const { handled } = startVersion(CURRENT);
  await eventually(() => expect(handled).toEqual([1, 2, 3, 4]));
  expect(await consumerNames()).toEqual([durableName('reader', CURRENT)]);
});
