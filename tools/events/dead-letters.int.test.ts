import { beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { z } from 'zod';
import { newId } from '../../platform/identifiers.ts';
import { type CloudEvent, defineEvent } from '../../platform/messaging/event.ts';
import { createPublisher } from '../../platform/messaging/jetstream/publisher.ts';
import { on, type RunningReactions, startReactions } from '../../platform/messaging/reactions.ts';
import { eventually } from '../../platform/testing/index.ts';
import { createEventsFixture, type EventsFixture, log, NOON } from './testing/fixture.ts';

const cause = { correlationId: 'story', causationId: 'request' };
const numbered = z.object({ number: z.int() });

let fixture: EventsFixture;
beforeAll(async () => {
  fixture = await createEventsFixture();
  return () => fixture[Symbol.asyncDispose]();
});

describe('dead letters', () => {
  const captured = defineEvent('payment', 'captured', numbered);
  let broken: boolean;
  let handled: number[];
  let reactions: RunningReactions;

  beforeEach(() => {
    broken = true;
    handled = [];
    reactions = startReactions({
      nats: fixture.nats,
      service: 'booking',
      log,
      maxTries: 1,
      reactions: [
        on(captured, async ({ data }) => {
          if (broken) throw new Error(`no booking ${data.number}`);
          handled.push(data.number);
        }),
      ],
    });
    return () => reactions.close();
  });

  async function send(number: number): Promise<CloudEvent> {
    const data = { number };
    const event = {
      id: newId(),
      type: captured.type,
      aggregateId: newId(),
      version: 1,
      time: NOON,
      cause,
      data,
    };
    await createPublisher(fixture.nats, 'payment')([event]);
    await eventually(async () => expect((await fixture.run('dead')).output).toContain(event.aggregateId));
    return event;
  }

  test('are listed, shown, replayed after the fix, and then gone', async () => {
    expect(await fixture.run('dead')).toMatchObject({ status: 0, output: 'No dead letters.' });
    const event = await send(7);
    const { output } = await fixture.run('dead --service booking');
    expect(output).toMatch(/^id +time +service +type +aggregate +tries +reason +correlation\n/);
    expect(output).toMatch(/\n\d+ .* booking +meetingroom\.payment\.captured\.v1 .* 1 +no booking 7 +story$/);
    expect((await fixture.run('dead --service room')).output).toBe('No dead letters.');
    const shown = await fixture.run(`dead --show ${event.id}`);
    expect(shown.output).toMatch(/reason +no booking 7\n/);
    expect(shown.output).toMatch(new RegExp(`ce-id +${event.id}`));
    expect(shown.output).toContain('"number": 7');

    expect(await fixture.run(`replay --id ${event.id}`)).toMatchObject({
      status: 1,
      output: '1 returned: 0 handled, 1 dead again (see events -- dead)',
    });
    broken = false;
    expect(await fixture.run('replay --all')).toMatchObject({ status: 0, output: '1 returned: 1 handled' });
    expect(handled).toEqual([7]);
    expect(await fixture.run('dead --json')).toMatchObject({ status: 0, output: '[]' });
  });

  test('wait for a service that is down', async () => {
    await send(8);
    await reactions.close();
    expect(await fixture.run('replay --service booking --wait 0')).toMatchObject({
      status: 0,
      output: '1 returned: 0 handled, 1 still with the service',
    });
  });

  test('that do not exist are reported', async () => {
    expect(await fixture.run('dead --show 999999')).toMatchObject({
      status: 1,
      problems: 'There is no dead letter 999999.',
    });
    expect((await fixture.run('replay --id nothing')).status).toBe(1);
  });
});
