import { headers as createHeaders } from 'nats';
import { beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { z } from 'zod';
import { type RunningServers, startServers } from '../../embedded/testing.ts';
import { newId } from '../identifiers.ts';
import { createLogger } from '../telemetry/logger.ts';
import { eventually } from '../testing/index.ts';
import { type CloudEvent, defineEvent } from './event.ts';
import {
  connectNats,
  createPublisher,
  type DeadLetter,
  isReplayPending,
  listDeadLetters,
  type NatsLink,
  type RunningConsumer,
  replay,
  streamOf,
} from './jetstream/index.ts';
import { on, type ReactionsOptions, startReactions } from './reactions.ts';

const log = createLogger('test', 'silent');

let servers: RunningServers;
let nats: NatsLink;
/** A context and services of its own for each test. */
let context: string;
let open: RunningConsumer[] = [];

beforeAll(async () => {
  servers = await startServers({ nats: true });
  return () => servers[Symbol.asyncDispose]();
});
beforeEach(async () => {
  context = newId()
    .slice(-12)
    .replaceAll(/[0-9]/g, (digit) => String.fromCharCode(103 + Number(digit)));
  nats = connectNats({ url: servers.url('nats'), name: 'test', log });
  await nats.client;
  return async () => {
    await Promise.all(open.map((consumer) => consumer.close()));
    open = [];
    await nats.close();
  };
});

function eventOf(version: number, aggregateId = newId()): CloudEvent {
  return {
    id: newId(),
    type: `meetingroom.${context}.counted.v1`,
    aggregateId,
    version,
    time: '2030-05-01T12:00:00.000Z',
    cause: { correlationId: 'story', causationId: 'request' },
    data: { total: version },
  };
}

const publish = (...events: readonly CloudEvent[]) => createPublisher(nats, context)(events);
const serviceOf = (name: string) => `${name}-${context}`;

type React = (event: { readonly id: string; readonly data: { readonly total: number } }) => Promise<void>;

/** A service that writes down the totals that it has handled. */
function start(
  react: React,
  { name = 'reader', ...options }: Partial<ReactionsOptions & { name: string }> = {},
) {
  const handled: number[] = [];
  const definition = defineEvent(context, 'counted', z.object({ total: z.int() }));
  const reactions = startReactions({
    nats,
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
  open.push(reactions);
  return { handled, close: () => reactions.close() };
}

async function lettersOf(name = 'reader'): Promise<readonly DeadLetter[]> {
  return listDeadLetters(await nats.client, `dead.${serviceOf(name)}.>`);
}

async function theLetter(name = 'reader'): Promise<DeadLetter> {
  const [letter, ...others] = await lettersOf(name);
  expect(others).toEqual([]);
  if (!letter) throw new Error('no dead letter');
  return letter;
}

/** What the server knows of the service's reader. */
async function reader(name = 'reader') {
  const { jsm } = await nats.client;
  const readers = await jsm.consumers.list(streamOf(context)).next();
  return readers.find((each) => each.name.startsWith(serviceOf(name)));
}

const isDone = () =>
  eventually(async () => expect(await reader()).toMatchObject({ num_ack_pending: 0, num_pending: 0 }));

const refuse = async () => {
  throw new Error('cannot\r\nbe handled');
};

describe('an event that cannot be handled', () => {
  test('lies in DEAD after its tries, as it came and with the reason; the others go on', async () => {
    const aggregateId = newId();
    const poison = eventOf(1, aggregateId);
    const { handled } = start(({ data }) => (data.total === 1 ? refuse() : Promise.resolve()), {
      maxTries: 2,
    });
    await publish(poison, eventOf(2, aggregateId), eventOf(3));
    await eventually(() => expect(handled.toSorted()).toEqual([2, 3]));
    expect(await lettersOf()).toEqual([]);
    const letter = await eventually(() => theLetter());
    expect(letter).toMatchObject({
      service: serviceOf('reader'),
      eventId: poison.id,
      subject: `${context}.counted.${aggregateId}`,
      stream: streamOf(context),
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
    { what: 'no event', body: 'nothing', attributes: false, reason: /has no ce-/ },
    { what: 'a body that is no JSON', body: '{', attributes: true, reason: /is no JSON/ },
    {
      what: 'other data than defined',
      body: '{"total":"x"}',
      attributes: true,
      reason: /Not the data of .*total/,
    },
  ])('that is $what lies in DEAD after three tries', async ({ body, attributes, reason }) => {
    const { connection } = await nats.client;
    const { handled } = start(async () => {});
    const event = eventOf(1);
    await publish(eventOf(7));
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
    connection.publish(`${context}.counted.x`, body, { headers });
    const letter = await eventually(() => theLetter());
    expect(letter).toMatchObject({
      tries: 3,
      eventId: attributes ? event.id : `${streamOf(context)}:2`,
      body,
    });
    expect(letter.reason).toMatch(reason);
    expect(handled).toEqual([7]);
    await isDone();
  });

  test('lies in DEAD once, though its stream was lost and it came and failed again', async () => {
    const poison = eventOf(1);
    start(refuse, { maxTries: 1 });
    await publish(poison);
    const letter = await eventually(() => theLetter());
    const { jsm } = await nats.client;
    await jsm.streams.delete(streamOf(context));
    await publish(poison);
    await eventually(async () => expect(await reader()).toMatchObject({ delivered: { stream_seq: 1 } }));
    await isDone();
    expect(await theLetter()).toEqual(letter);
    // Not because the server still knows its id: a letter that was taken out comes anew.
    await jsm.streams.deleteMessage('DEAD', letter.sequence);
    await jsm.streams.delete(streamOf(context));
    await publish(poison);
    await eventually(async () => expect((await theLetter()).sequence).toBeGreaterThan(letter.sequence));
  });

  test('is counted by the server: a service that is started anew goes on counting', async () => {
    await publish(eventOf(1));
    let tries = 0;
    const counted = async () => {
      tries += 1;
      await refuse();
    };
    const first = start(counted, { maxTries: 3 });
    await eventually(() => expect(tries).toBe(2));
    await first.close();
    await servers.server('nats').stop();
    await servers.server('nats').start();
    await eventually(() => expect(nats.isConnected()).toBe(true));
    start(counted, { maxTries: 3 });
    expect(await eventually(() => theLetter())).toMatchObject({ tries: 3 });
    expect(tries).toBe(3);
  });
});

describe('an outage of what a service needs', () => {
  test('kills no event and counts no try; all are handled in order when it is over', async () => {
    let away = true;
    let tries = 0;
    const { handled } = start(
      async () => {
        tries += 1;
        if (away) throw new Error('connection refused');
      },
      { maxTries: 1, isOutage: async () => away },
    );
    const aggregateId = newId();
    await publish(eventOf(1, aggregateId), eventOf(2, aggregateId), eventOf(3, aggregateId));
    await eventually(() => expect(tries).toBeGreaterThan(3));
    away = false;
    await eventually(() => expect(handled).toEqual([1, 2, 3]));
    expect(await lettersOf()).toEqual([]);
    await isDone();
    expect(await reader()).toMatchObject({ num_redelivered: 0, delivered: { consumer_seq: 3 } });
  });

  test('does not keep a service from stopping, and the next one handles what waited', async () => {
    const waiting = Promise.withResolvers<void>();
    const first = start(refuse, {
      maxTries: 1,
      isOutage: async () => {
        waiting.resolve();
        return true;
      },
    });
    await publish(eventOf(1));
    await waiting.promise;
    await first.close();
    const second = start(async () => {});
    await eventually(() => expect(second.handled).toEqual([1]));
    expect([first.handled, await lettersOf()]).toEqual([[], []]);
  });
});

describe('replay', () => {
  test('gives a letter to the one service that could not handle it, and takes it out of DEAD', async () => {
    let broken = true;
    const { handled } = start(async () => (broken ? refuse() : undefined), { maxTries: 1 });
    const other = start(async () => {}, { name: 'other' });
    await publish(eventOf(1));
    const letter = await eventually(() => theLetter());
    broken = false;
    const client = await nats.client;
    const place = await replay(client, letter);
    expect(await lettersOf()).toEqual([]);
    await eventually(() => expect(handled).toEqual([1]));
    await eventually(async () => expect(await isReplayPending(client, place)).toBe(false));
    expect(other.handled).toEqual([1]);
  });

  test('waits for a service that is away', async () => {
    const { close } = start(refuse, { maxTries: 1 });
    await publish(eventOf(1));
    const letter = await eventually(() => theLetter());
    await close();
    const client = await nats.client;
    const place = await replay(client, letter);
    expect(await isReplayPending(client, place)).toBe(true);
    const { handled } = start(async () => {});
    await eventually(() => expect(handled).toEqual([1]));
  });

  test('of what still cannot be handled brings it back, with where it came from at first', async () => {
    start(refuse, { maxTries: 1 });
    await publish(eventOf(1));
    const letter = await eventually(() => theLetter());
    await replay(await nats.client, letter);
    const again = await eventually(() => theLetter());
    expect(again).toMatchObject({
      eventId: letter.eventId,
      subject: letter.subject,
      stream: streamOf(context),
      streamSequence: 1,
      consumer: serviceOf('reader'),
      tries: 1,
      replays: 1,
    });
  });
});

test('when the stream is made anew, then the end of older work is not taken for that of newer', async () => {
  const gates = [Promise.withResolvers<void>(), Promise.withResolvers<void>()] as const;
  const begun: number[] = [];
  const { handled } = start(async ({ data }) => {
    begun.push(data.total);
    await gates[data.total === 1 ? 0 : 1].promise;
  });
  await publish(eventOf(1));
  await eventually(() => expect(begun).toEqual([1]));
  const { jsm, connection } = await nats.client;
  await jsm.streams.delete(streamOf(context));
  await publish(eventOf(2));
  await eventually(() => expect(begun).toEqual([1, 2]));
  gates[0].resolve();
  await eventually(() => expect(handled).toEqual([1]));
  await connection.flush();
  expect(await reader()).toMatchObject({ num_ack_pending: 1 });
  gates[1].resolve();
  await isDone();
});
