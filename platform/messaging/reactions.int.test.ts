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
