import { join } from 'node:path';
import { beforeAll, expect, test } from 'vitest';
import { everyField } from '../../../platform/testing/every-field.ts';
import { countCommands } from '../../../platform/testing/statements.ts';
import { createFixture, details, type RoomFixture } from '../testing/fixture.ts';
import { type Graph, serveGraph } from '../testing/graph.ts';

const HOSTS = Array.from({ length: 100 }, (_, index) => `host ${index}`);
let fixture: RoomFixture;
let graph: Graph;
/** The ids of the rooms of each host. */
const rooms = new Map<string, string[]>();

beforeAll(async () => {
  fixture = await createFixture();
  graph = await serveGraph(fixture);
  for (const subject of HOSTS) {
    const ids = [];
    for (const name of ['Han', 'River'])
      ids.push(await fixture.register({ ...details, name }, { subject, manages: 'OWN' }));
    rooms.set(subject, ids.toSorted());
  }
  return async () => {
    await graph.close();
    await fixture[Symbol.asyncDispose]();
  };
});

const QUERY = `query ($of: [_Any!]!, $first: Int, $after: String) { hosts: _entities(representations: $of) {
  ... on Host { id rooms(first: $first, after: $after) { edges { cursor node { id } } pageInfo { hasNextPage } totalCount } }
  ... on Room { id name host { id } } } }`;

async function ask(of: readonly object[], page: object = {}) {
  const { data, errors } = await graph.ask('customer', QUERY, { of, ...page });
  expect(errors).toBeUndefined();
  return data.hosts;
}

test.each([
  ['the rooms of', (host: string) => ({ __typename: 'Host', id: host })],
  ['the first room of', (host: string) => ({ __typename: 'Room', id: rooms.get(host)?.[0] })],
] as const)('%s a hundred hosts take as many commands as those of twenty', async (_what, reference) => {
  const commands = (size: number) => countCommands(() => ask(HOSTS.slice(0, size).map(reference)));
  const few = await commands(20);
  expect(few).toBeGreaterThan(0);
  expect(await commands(100)).toBe(few);
});

test('each host has the own page, in order', async () => {
  const of = [...HOSTS.slice(0, 3), 'nobody'].map((id) => ({ __typename: 'Host', id }));
  const lists = await ask(of, { first: 1 });
  expect(lists.map((each) => each?.rooms.edges.map(({ node }) => node.id))).toEqual([
    ...HOSTS.slice(0, 3).map((id) => rooms.get(id)?.slice(0, 1)),
    [],
  ]);
  expect(lists[0]?.rooms).toMatchObject({ totalCount: 2, pageInfo: { hasNextPage: true } });
  const [rest] = await ask(of.slice(0, 1), { first: 1, after: lists[0]?.rooms.edges[0]?.cursor });
  expect(rest?.rooms.edges.map(({ node }) => node.id)).toEqual(rooms.get('host 0')?.slice(1));
});

test('rooms are read with one command, and with one more only when their status is asked for', async () => {
  const commands = (fields: string) =>
    countCommands(async () => {
      const { errors } = await graph.ask(
        'customer',
        `{ rooms(first: 20) { edges { node { ${fields} } } } }`,
        {},
      );
      expect(errors).toBeUndefined();
    });
  expect(await commands('id name capacity')).toBe(1);
  expect(await commands('id status')).toBe(2);
  expect(await commands('id statusSince')).toBe(2);
});

const FOLDER = join(import.meta.dirname, '..');
const ARGS = { 'Host.rooms': 'first: 2' };

test.each([
  ...everyField(FOLDER, 'Host', ARGS).map((field) => ['Host', field] as const),
  ...everyField(FOLDER, 'Room', ARGS).map((field) => ['Room', field] as const),
])('a hundred take as many commands as twenty: … on %s { %s }', async (type, field) => {
  const query = `query ($of: [_Any!]!) { _entities(representations: $of) { ... on ${type} { ${field} } } }`;
  const commands = (size: number) =>
    countCommands(async () => {
      const ids = HOSTS.slice(0, size).map((host) => (type === 'Host' ? host : rooms.get(host)?.[0]));
      const of = ids.map((id) => ({ __typename: type, id }));
      const { data, errors } = await graph.ask('customer', query, { of });
      expect(errors).toBeUndefined();
      expect(data._entities.filter(Boolean)).toHaveLength(size);
    });
  expect(await commands(20)).toBe(await commands(100));
});

test.each(everyField(FOLDER, 'Room', ARGS))(
  'a page of a hundred rooms takes as many commands as one of twenty: %s',
  async (field) => {
    const query = `query ($first: Int!) { rooms(first: $first) { edges { node { ${field} } } totalCount } }`;
    const commands = (first: number) =>
      countCommands(async () => {
        const { data, errors } = await graph.ask('customer', query, { first });
        expect(errors).toBeUndefined();
        expect(data.rooms.edges).toHaveLength(first);
      });
    expect(await commands(20)).toBe(await commands(100));
  },
);
