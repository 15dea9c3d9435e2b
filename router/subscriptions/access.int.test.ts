import { describe, expect, test } from 'vitest';
import { eventually } from '../../platform/testing/eventually.ts';
import { errorCodes, MOVES, seen, useLiveFixture } from '../testing/live-fixture.ts';

const CHANGES =
  'subscription ($id: ID!, $after: ID) { crateChanged(crateId: $id, after: $after) { kind cursor crate { id label state keeper { id } } } }';

const live = useLiveFixture();

describe('a field with owners', () => {
  test('is followed by the owner across event types', async () => {
    await live.change('a', 'made', 'OPEN');
    await live.change('a', 'shut', 'SHUT');
    const changes = live.client.follow(CHANGES, { id: 'a' });
    await eventually(() => expect(seen(changes, 'crateChanged')).toEqual(['SNAPSHOT a SHUT']));
    await live.change('a', 'opened', 'OPEN');
    await eventually(() => expect(seen(changes, 'crateChanged').at(-1)).toBe('CHANGE a OPEN'));
    expect(live.graph.crates.requests).toEqual([]);
    changes.stop();
  });

  test('gives the same error for data of others and data that does not exist', async () => {
    await live.change('a', 'made', 'OPEN', 'bob');
    const others = live.client.follow(CHANGES, { id: 'a' });
    const resumed = live.client.follow(CHANGES, { id: 'a', after: '1' });
    const nothing = live.client.follow(CHANGES, { id: 'none' });
    await eventually(() => {
      for (const each of [others, resumed, nothing]) expect(errorCodes(each)).toEqual(['FORBIDDEN']);
    });
    expect(others.end()).toEqual(nothing.end());
    expect([...others.results, ...resumed.results, ...nothing.results]).toEqual([]);
  });

  test('waits for data that does not exist yet', async () => {
    const changes = live.client.follow(CHANGES, { id: 'new' });
    await eventually(async () => expect(await live.events.consumers()).toBe(1));
    await live.change('new', 'made', 'OPEN');
    await eventually(() => expect(seen(changes, 'crateChanged')).toEqual(['SNAPSHOT new OPEN']));
    changes.stop();
  });

  test('is open to callers with the scope', async () => {
    using staff = await live.clientOf('carol', 'host', 'store:read-all');
    await live.change('a', 'made', 'OPEN', 'bob');
    const changes = staff.follow(CHANGES, { id: 'a' });
    await eventually(() => expect(seen(changes, 'crateChanged')).toEqual(['SNAPSHOT a OPEN']));
    changes.stop();
  });

  test('ends when the owner changes', async () => {
    await live.change('a', 'made', 'OPEN');
    const changes = live.client.follow(CHANGES, { id: 'a' });
    await eventually(() => expect(changes.results).toHaveLength(1));
    await live.change('a', 'given', 'OPEN', 'bob');
    await eventually(() => expect(errorCodes(changes)).toEqual(['FORBIDDEN']));
    expect(changes.results).toHaveLength(1);
  });

  test('is open to an owner with the scope that is required of this owner, until another takes over', async () => {
    using deputy = await live.clientOf('dora', 'customer', 'store:manage');
    using without = await live.clientOf('dora', 'customer');
    await live.change('a', 'made', 'OPEN', 'bob', 'dora');
    const followed = deputy.follow(CHANGES, { id: 'a' });
    const refused = without.follow(CHANGES, { id: 'a' });
    await eventually(() => expect(seen(followed, 'crateChanged')).toEqual(['SNAPSHOT a OPEN']));
    await eventually(() => expect(errorCodes(refused)).toEqual(['FORBIDDEN']));
    await live.change('a', 'lent', 'SHUT', 'bob', 'eric');
    await eventually(() => expect(errorCodes(followed)).toEqual(['FORBIDDEN']));
    expect(followed.results).toHaveLength(1);
  });
});

test('fields come with the event from other paths of its payload', async () => {
  await live.change('a', 'made', 'OPEN');
  const aliased = live.client.follow(
    'subscription { crateChanged(crateId: "a") { crateId crate { keeperId state } } }',
  );
  const expected = (state: string) => ({ crateId: 'a', crate: { keeperId: 'alice', state } });
  await eventually(() =>
    expect(aliased.results).toMatchObject([{ data: { crateChanged: expected('OPEN') } }]),
  );
  await live.change('a', 'shut', 'SHUT');
  await eventually(() =>
    expect(aliased.results[1]).toMatchObject({ data: { crateChanged: expected('SHUT') } }),
  );
  expect(live.graph.crates.requests).toEqual([]);
  aliased.stop();
});

describe('a subscription is refused for', () => {
  test.each([
    ['an id with a dot', 'subscription { crateMoved(crateIds: ["a.b"]) { state } }'],
    ['a wildcard as id', 'subscription { crateMoved(crateIds: [">"]) { state } }'],
    [
      'an id that does not match the field’s pattern',
      'subscription { crateInState(crateIds: ["A1"]) { state } }',
    ],
    ['an id with a space', 'subscription { crateMoved(crateIds: ["a b"]) { state } }'],
    ['a field without an event source', 'subscription { undriven }'],
  ])('%s', async (_, query) => {
    const subscription = live.client.follow(query);
    await eventually(() => expect(errorCodes(subscription)).toEqual(['BAD_USER_INPUT']));
  });

  test('a variable of the wrong type', async () => {
    const subscription = live.client.follow(MOVES, { ids: [{ a: 1 }] });
    await eventually(() => expect(errorCodes(subscription)).toEqual(['BAD_USER_INPUT']));
  });

  test.each([
    [
      'an argument that takes none',
      'subscription ($id: ID = "a") { crateInState(crateIds: [$id]) { state } }',
    ],
    [
      'a condition',
      'subscription ($id: Boolean = true) { crateInState { ...F } } fragment F on CrateMove { state @skip(if: $id) }',
    ],
  ])('null for %s', async (_, query) => {
    const subscription = live.client.follow(query, { id: null });
    await eventually(() => expect(errorCodes(subscription)).toEqual(['BAD_USER_INPUT']));
  });

  test('an invalid document', async () => {
    const invalid = live.client.follow('subscription { nothing }');
    await eventually(() => expect(errorCodes(invalid)).toEqual(['GRAPHQL_VALIDATION_FAILED']));
    const unparsable = live.client.follow('subscription {');
    await eventually(() => expect(errorCodes(unparsable)).toEqual(['GRAPHQL_PARSE_FAILED']));
  });
});
