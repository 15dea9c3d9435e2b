import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import { keptMsOf, NANOS, streamOf } from '../../platform/messaging/jetstream/streams.ts';
import { CONTEXTS } from '../../schema/events/contexts.ts';
import { createEventsFixture, type EventsFixture } from './testing/fixture.ts';

let fixture: EventsFixture;
beforeAll(async () => {
  fixture = await createEventsFixture();
  return () => fixture[Symbol.asyncDispose]();
});

describe('wrong usage', () => {
  test.each([
    ['purge', 'There is no "purge"'],
    ['', 'Valid: dead, replay, refill, streams'],
    ['streams room', 'room'],
    ['streams --replicas 0', '--replicas takes a whole number from 1 to 5'],
    ['dead --all', 'There is no option --all'],
    ['dead --nonsense', '--nonsense'],
    ['dead now', 'now'],
    ['replay', 'Choose what to replay'],
    ['replay --all --id 1', 'Choose what to replay'],
    ['replay --all --wait soon', '--wait takes a whole number from 0 to 3600'],
    ['refill --context moon', '--context takes one of booking'],
    ['dead --service moon', '--service takes one of booking'],
  ])('events %s prints the usage', async (args, problem) => {
    const { status, problems } = await fixture.run(args);
    expect(status).toBe(2);
    expect(problems).toContain(problem);
    expect(problems).toContain('Usage: npm run events');
  });

  test.each([
    ['dead', { DATA_DIR: join(tmpdir(), 'nothing-here') }, /^Nothing runs on .*: `npm start` starts/],
    ['refill --context booking', { DATABASE_URL: '' }, /^DATABASE_URL is not set/],
    ['refill --context booking', { DATABASE_URL: 'server' }, /^DATABASE_URL is not a URL/],
    [
      'refill --context booking',
      { BOOKING_DATABASE_URL: 'postgres://127.0.0.1:1/x' },
      /^PostgreSQL does not answer at 127/,
    ],
    [
      'refill --context booking',
      { DATABASE_URL: 'postgres://127.0.0.1:1/x' },
      /^PostgreSQL does not answer at 127/,
    ],
    ['refill --context payment', {}, /^PostgreSQL at .* has no tables of payment\.$/],
    ['refill --context room', { MONGODB_URL: 'mongodb://127.0.0.1:1' }, /^MongoDB does not answer at 127/],
  ])('events %s with %o says in one line what is missing', async (args, more, problem) => {
    const surroundings = 'DATA_DIR' in more ? more : { ...fixture.env, DATA_DIR: tmpdir(), ...more };
    const { status, problems } = await fixture.run(args, surroundings);
    expect(status).toBe(1);
    expect(problems).toMatch(problem);
    expect(problems).not.toContain('\n');
  });

  test('--help prints the usage', async () => {
    expect(await fixture.run('--help')).toMatchObject({
      status: 0,
      output: expect.stringContaining('refill'),
    });
  });
});

test('streams --replicas asks for that many servers, which takes a cluster', async () => {
  const { status, problems } = await fixture.run('streams --replicas 3');
  expect(status).toBe(1);
  expect(problems).toContain('replicas > 1 not supported in non-clustered mode');
  expect(await fixture.run('streams --replicas 1')).toMatchObject({ status: 0 });
});

test('streams gives streams the retention that is set, and refuses one that is none', async () => {
  const { jsm } = await fixture.nats.client;
  const configOf = async (stream: string) => (await jsm.streams.info(stream)).config;
  const env = { ...fixture.env, EVENTS_KEPT: '60d', DEAD_KEPT: '90d' };
  expect(await fixture.run('streams', env)).toMatchObject({ status: 0, problems: '' });
  for (const context of CONTEXTS)
    expect(keptMsOf(await configOf(streamOf(context)))).toBe(60 * 24 * 3_600_000);
  expect((await configOf('DEAD')).max_age / NANOS).toBe(90 * 24 * 3_600_000);
  expect(await fixture.run('streams', { ...fixture.env, EVENTS_KEPT: '5m' })).toMatchObject({
    status: 1,
    problems: expect.stringContaining('EVENTS_KEPT=5m is invalid'),
  });
});

test('streams creates the streams that are missing', async () => {
  await fixture.removeStream('booking');
  expect(await fixture.run('streams')).toMatchObject({
    status: 0,
    output: expect.stringContaining('The streams are there: booking,'),
  });
  expect(await fixture.readStream('booking')).toEqual([]);
});
