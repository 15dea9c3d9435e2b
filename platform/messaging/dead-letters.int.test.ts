import { headers as createHeaders } from 'nats';
import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { newId } from '../identifiers.ts';
import { createLogger } from '../telemetry/logger.ts';
import { eventually } from '../testing/index.ts';
import { useNats } from '../testing/nats.ts';
import { defineEvent } from './event.ts';
import { type DeadLetter, isReplayPending, listDeadLetters, replay } from './jetstream/dead-letters.ts';
import { streamOf } from './jetstream/streams.ts';
import { on, type ReactionsOptions, startReactions } from './reactions.ts';

const log = createLogger('test', 'silent');

const nats = useNats();
const serviceOf = (name: string) => `${name}-${nats.context}`;

type React = (event: { readonly id: string; readonly data: { readonly total: number } }) => Promise<void>;

/** Starts a service that records the total of each handled event. */
function start(
  react: React,
  { name = 'reader', ...options }: Partial<ReactionsOptions & { name: string }> = {},
) {
  const handled: number[] = [];
  const definition = defineEvent(nats.context, 'counted', z.object({ total: z.int() }));
  const reactions = startReactions({
    nats: nats.link,
    service: serviceOf(name),
    log,
    reactions: [
      on(definition, async (event) => {
        await react(event);
        handled.push(event.data.total);
      }),
    ],
    ...options,
  });
  nats.closeAfterTest(reactions);
  return { handled, close: () => reactions.close() };
}

async function lettersOf(name = 'reader'): Promise<readonly DeadLetter[]> {
  return listDeadLetters(await nats.link.client, `dead.${serviceOf(name)}.>`);
}

async function theLetter(name = 'reader'): Promise<DeadLetter> {
  const [letter, ...others] = await lettersOf(name);
  expect(others).toEqual([]);
  if (!letter) throw new Error('no dead letter');
  return letter;
}

/** The server's state of the service's consumer. */
async function reader(name = 'reader') {
  const { jsm } = await nats.link.client;
  const readers = await jsm.consumers.list(streamOf(nats.context)).next();
  return readers.find((each) => each.name.startsWith(serviceOf(name)));
}

const isDone = () =>
  eventually(async () => expect(await reader()).toMatchObject({ num_ack_pending: 0, num_pending: 0 }));

const fail = async () => {
  throw new Error('cannot\r\nbe handled');
};

describe('an event that cannot be handled', () => {
  test('is stored in DEAD unchanged and with the reason after its last attempt; other events are handled', async () => {
    const aggregateId = newId();
    const poison = nats.eventOf(1, { aggregateId });
    const { handled } = start(({ data }) => (data.total === 1 ? fail() : Promise.resolve()), {
      maxTries: 2,
    });
    await nats.publish(poison, nats.eventOf(2, { aggregateId }), nats.eventOf(3));
    await eventually(() => expect(handled.toSorted()).toEqual([2, 3]));
    expect(await lettersOf()).toEqual([]);
    const letter = await eventually(() => theLetter());
    expect(letter).toMatchObject({
      service: serviceOf('reader'),
      eventId: poison.id,
      subject: `${nats.context}.counted.${aggregateId}`,
      stream: streamOf(nats.context),
      streamSequence: 1,
      consumer: (await reader())?.name,
      reason: 'cannot be handled',
      tries: 2,
      replays: 0,
      time: expect.stringMatching(/^\d{4}-.*Z$/),
      body: '{"total":1}',
    });
    expect(letter.attributes).toMatchObject({
      'ce-id': poison.id,
      'ce-type': poison.type,
      'ce-correlationid': 'story',
      'ce-sequence': '1',
    });
    await isDone();
  });

  test.each([
    { what: 'not an event', body: 'nothing', attributes: false, reason: /has no ce-/ },
    { what: 'not JSON', body: '{', attributes: true, reason: /is not JSON/ },
    {
      what: 'not of the defined data',
      body: '{"total":"x"}',
      attributes: true,
      reason: /Not valid data of .*total/,
    },
    {
      what: 'on the subject of another event',
      body: '{"total":8}',
      attributes: true,
      subject: 'counted.x',
      reason: /An event of .*counted.v1 was published on .*counted\.x/,
    },
  ])(
    'is stored in DEAD after three attempts when it is $what',
    async ({ body, attributes, reason, subject }) => {
      const { connection } = await nats.link.client;
      const { handled } = start(async () => {});
      const event = nats.eventOf(1);
      await nats.publish(nats.eventOf(7));
      const headers = createHeaders();
      if (attributes) {
        headers.set('ce-id', event.id);
        headers.set('ce-type', event.type);
        headers.set('ce-subject', event.aggregateId);
        headers.set('ce-sequence', '1');
        headers.set('ce-time', event.time);
        headers.set('ce-correlationid', 'story');
        headers.set('ce-causationid', 'request');
      }
      connection.publish(`${nats.context}.${subject ?? `counted.${event.aggregateId}`}`, body, { headers });
      const letter = await eventually(() => theLetter());
      expect(letter).toMatchObject({
        tries: 3,
        eventId: attributes ? event.id : `${streamOf(nats.context)}:2`,
        body,
      });
      expect(letter.reason).toMatch(reason);
      expect(handled).toEqual([7]);
      await isDone();
    },
  );

  test('is stored in DEAD once, even when its stream was lost and it fails again', async () => {
    const poison = nats.eventOf(1);
    start(fail, { maxTries: 1 });
    await nats.publish(poison);
    const letter = await eventually(() => theLetter());
    const { jsm } = await nats.link.client;
    await jsm.streams.delete(streamOf(nats.context));
    await nats.publish(poison);
    await eventually(async () => expect(await reader()).toMatchObject({ delivered: { stream_seq: 1 } }));
    await isDone();
    expect(await theLetter()).toEqual(letter);
    // Not because the server remembers its message id: a deleted dead letter is stored again.
    await jsm.streams.deleteMessage('DEAD', letter.sequence);
    await jsm.streams.delete(streamOf(nats.context));
    await nats.publish(poison);
    await eventually(async () => expect((await theLetter()).sequence).toBeGreaterThan(letter.sequence));
  });

  test('keeps its number of attempts when the service restarts, since the server counts them', async () => {
    await nats.publish(nats.eventOf(1));
    let attempts = 0;
    const counted = async () => {
      attempts += 1;
      await fail();
    };
    const first = start(counted, { maxTries: 3 });
    await eventually(() => expect(attempts).toBe(2));
    await first.close();
    await nats.stop();
    await nats.start();
    start(counted, { maxTries: 3 });
    expect(await eventually(() => theLetter())).toMatchObject({ tries: 3 });
    expect(attempts).toBe(3);
  });
});

describe('an outage of a dependency of a service', () => {
  test('discards no event and counts no attempt; all events are handled in order afterwards', async () => {
    let away = true;
    let attempts = 0;
    const { handled } = start(
      async () => {
        attempts += 1;
        if (away) throw new Error('connection faild');
      },
      { maxTries: 1, isOutage: async () => away },
    );
    const aggregateId = newId();
    await nats.publish(
      nats.eventOf(1, { aggregateId }),
      nats.eventOf(2, { aggregateId }),
      nats.eventOf(3, { aggregateId }),
    );
    await eventually(() => expect(attempts).toBeGreaterThan(3));
    away = false;
    await eventually(() => expect(handled).toEqual([1, 2, 3]));
    expect(await lettersOf()).toEqual([]);
    await isDone();
    expect(await reader()).toMatchObject({ num_redelivered: 0, delivered: { consumer_seq: 3 } });
  });

  test('does not keep a service from stopping, and the next instance handles the waiting event', async () => {
    const waiting = Promise.withResolvers<void>();
    const first = start(fail, {
      maxTries: 1,
      isOutage: async () => {
        waiting.resolve();
        return true;
      },
    });
    await nats.publish(nats.eventOf(1));
    await waiting.promise;
    await first.close();
    const second = start(async () => {});
    await eventually(() => expect(second.handled).toEqual([1]));
    expect([first.handled, await lettersOf()]).toEqual([[], []]);
  });
});

describe('replay', () => {
  test('delivers a dead letter only to the service that failed to handle it, and removes it from DEAD', async () => {
    let broken = true;
    const { handled } = start(async () => (broken ? fail() : undefined), { maxTries: 1 });
    const other = start(async () => {}, { name: 'other' });
    await nats.publish(nats.eventOf(1));
    const letter = await eventually(() => theLetter());
    broken = false;
    const client = await nats.link.client;
    const sequence = await replay(client, letter);
    expect(await lettersOf()).toEqual([]);
    await eventually(() => expect(handled).toEqual([1]));
    await eventually(async () => expect(await isReplayPending(client, sequence)).toBe(false));
    expect(other.handled).toEqual([1]);
  });

  test('waits for a service that is down', async () => {
    const { close } = start(fail, { maxTries: 1 });
    await nats.publish(nats.eventOf(1));
    const letter = await eventually(() => theLetter());
    await close();
    const client = await nats.link.client;
    const sequence = await replay(client, letter);
    expect(await isReplayPending(client, sequence)).toBe(true);
    const { handled } = start(async () => {});
    await eventually(() => expect(handled).toEqual([1]));
  });

  test('returns an event that fails again to DEAD, with its original stream and sequence', async () => {
    start(fail, { maxTries: 1 });
    await nats.publish(nats.eventOf(1));
    const letter = await eventually(() => theLetter());
    await replay(await nats.link.client, letter);
    const again = await eventually(() => theLetter());
    expect(again).toMatchObject({
      eventId: letter.eventId,
      subject: letter.subject,
      stream: streamOf(nats.context),
      streamSequence: 1,
      consumer: serviceOf('reader'),
      tries: 1,
      replays: 1,
    });
  });
});

test('when the stream is recreated, an acknowledgement of an old event is not taken for one of a new event', async () => {
  const gates = [Promise.withResolvers<void>(), Promise.withResolvers<void>()] as const;
  const begun: number[] = [];
  const { handled } = start(async ({ data }) => {
    begun.push(data.total);
    await gates[data.total === 1 ? 0 : 1].promise;
  });
  await nats.publish(nats.eventOf(1));
  await eventually(() => expect(begun).toEqual([1]));
  const { jsm, connection } = await nats.link.client;
  await jsm.streams.delete(streamOf(nats.context));
  await nats.publish(nats.eventOf(2));
  await eventually(() => expect(begun).toEqual([1, 2]));
  gates[0].resolve();
  await eventually(() => expect(handled).toEqual([1]));
  await connection.flush();
  expect(await reader()).toMatchObject({ num_ack_pending: 1 });
  gates[1].resolve();
  await isDone();
});
