import { expect, test } from 'vitest';
import { z } from 'zod';
import { createLogger } from '../telemetry/logger.ts';
import { eventually } from '../testing/index.ts';
import { useNats } from '../testing/nats.ts';
import { defineEvent } from './event.ts';
import { on, startReactions } from './reactions.ts';

const log = createLogger('test', 'silent');
const nats = useNats();

test('each reaction to an event receives data that is validated and stripped of unknown fields', async () => {
  const definition = defineEvent(nats.context, 'counted', z.object({ total: z.int() }));
  const seen: unknown[] = [];
  const event = { ...nats.eventOf(1), data: { total: 1, unknown: true } };
  const reactions = startReactions({
    nats: nats.link,
    service: 'reader',
    log,
    reactions: ['first', 'second'].map((name) =>
      on(definition, async ({ id, data, cause }) => void seen.push([name, id, data, cause.causationId])),
    ),
  });
  nats.closeAfterTest(reactions);
  await nats.publish(event);
  await eventually(() =>
    expect(seen).toEqual([
      ['first', event.id, { total: 1 }, event.id],
      ['second', event.id, { total: 1 }, event.id],
    ]),
  );
});

test('the backlog is what was not handled yet; it is unknown while the server is away', async () => {
  const definition = defineEvent(nats.context, 'counted', z.object({ total: z.int() }));
  const released = Promise.withResolvers<void>();
  const reactions = startReactions({
    nats: nats.link,
    service: 'reader',
    log,
    reactions: [on(definition, () => released.promise)],
  });
  nats.closeAfterTest(reactions);
  await nats.publish(nats.eventOf(1), nats.eventOf(2), nats.eventOf(3));
  await eventually(async () => expect(await reactions.backlog(nats.context)).toBe(3));
  released.resolve();
  await eventually(async () => expect(await reactions.backlog(nats.context)).toBe(0));
  expect(await reactions.backlog('unknown')).toBeUndefined();
  await nats.stop();
  expect(await reactions.backlog(nats.context)).toBeUndefined();
});
