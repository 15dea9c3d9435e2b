import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse, visit } from 'graphql';
import { expect, test } from 'vitest';
import { streamOf } from '../../platform/messaging/jetstream/streams.ts';
import { FOLLOWED_EVENTS, LIVE_CONTEXTS } from '../../schema/events/followers.ts';
import { SERVICES } from '../launcher/services.ts';
import { PROJECT_ROOT } from '../paths.ts';
import { NATS_USERS, renderAuthorization } from './users.ts';

/** Stands for whatever a service is made from. */
const ANYTHING: object = new Proxy(() => ANYTHING, {
  get: (_, name) => (typeof name === 'symbol' ? undefined : ANYTHING),
});

type Reacting = { readonly reactions: readonly { readonly definition: { readonly type: string } }[] };
type Services = { createServices(stores: object): Reacting };

test.each(SERVICES)('$name follows the events that it reacts to', async ({ name }) => {
  const module: Services = await import(`../../subgraphs/${name}/application/services.ts`);
  const reactsTo = module.createServices(ANYTHING).reactions.map(({ definition }) => definition.type);
  const followed = Object.entries(FOLLOWED_EVENTS).find(([service]) => service === name)?.[1] ?? [];
  expect(followed.map(({ type }) => type).toSorted()).toEqual([...new Set(reactsTo)].toSorted());
});

test('the router watches the streams that subscriptions name', () => {
  const named = new Set<string>();
  visit(parse(readFileSync(join(PROJECT_ROOT, 'schema/live.graphql'), 'utf8')), {
    Directive({ name, arguments: given = [] }) {
      for (const { name: argument, value } of name.value === 'live' ? given : [])
        if (argument.value === 'stream' && value.kind === 'StringValue') named.add(value.value);
    },
  });
  expect([...named].toSorted()).toEqual(LIVE_CONTEXTS.map(streamOf).toSorted());
});

const permissionsOf = (name: string) => {
  const permissions = NATS_USERS.find((user) => user.name === name)?.permissions;
  if (permissions === undefined || permissions === 'all') throw new Error(`${name} has no permissions`);
  return permissions;
};

test('each context has one publisher, and the streams have no creator but the operator', () => {
  const services = NATS_USERS.filter(({ permissions }) => permissions !== 'all').map(({ name }) => name);
  for (const name of services) {
    const { publish, subscribe } = permissionsOf(name);
    const events = publish.filter((subject) => !subject.startsWith('$JS.'));
    expect(events.filter((subject) => ![`${name}.>`, `dead.${name}.>`].includes(subject))).toEqual([]);
    expect(subscribe).toEqual([`_INBOX.${name}.>`]);
    expect(publish.filter((subject) => /STREAM\.(CREATE|UPDATE|DELETE|PURGE|RESTORE)/.test(subject))).toEqual(
      [],
    );
  }
});

test('what supplies may do', () => {
  expect(permissionsOf('supplies').publish).toEqual([
    'supplies.>',
    '$JS.API.STREAM.INFO.SUPPLIES',
    '$JS.API.STREAM.MSG.DELETE.SUPPLIES',
    '$JS.API.CONSUMER.CREATE.SUPPLIES',
    '$JS.API.CONSUMER.INFO.SUPPLIES.*',
    '$JS.API.CONSUMER.MSG.NEXT.SUPPLIES.*',
    '$JS.API.CONSUMER.DELETE.SUPPLIES.*',
    '$JS.API.DIRECT.GET.SUPPLIES',
    '$JS.API.STREAM.INFO.ROOM',
    '$JS.API.CONSUMER.DURABLE.CREATE.ROOM.supplies-43e84125',
    '$JS.API.CONSUMER.INFO.ROOM.supplies-43e84125',
    '$JS.API.CONSUMER.MSG.NEXT.ROOM.supplies-43e84125',
    '$JS.ACK.ROOM.supplies-43e84125.>',
    '$JS.API.CONSUMER.DURABLE.CREATE.ROOM.supplies-43e84125-history',
    '$JS.API.CONSUMER.INFO.ROOM.supplies-43e84125-history',
    '$JS.API.CONSUMER.MSG.NEXT.ROOM.supplies-43e84125-history',
    '$JS.ACK.ROOM.supplies-43e84125-history.>',
    '$JS.API.CONSUMER.DELETE.ROOM.supplies-43e84125-history',
    '$JS.API.CONSUMER.LIST.ROOM',
    '$JS.API.STREAM.INFO.REPLAY',
    '$JS.API.CONSUMER.DURABLE.CREATE.REPLAY.supplies',
    '$JS.API.CONSUMER.INFO.REPLAY.supplies',
    '$JS.API.CONSUMER.MSG.NEXT.REPLAY.supplies',
    '$JS.ACK.REPLAY.supplies.>',
    '$JS.API.STREAM.INFO.DEAD',
    '$JS.API.STREAM.MSG.GET.DEAD',
    'dead.supplies.>',
  ]);
});

test('users are rendered for the configuration of a server', () => {
  const users = [
    { name: 'operator', permissions: 'all' },
    { name: 'room', permissions: { publish: ['room.>'], subscribe: ['_INBOX.room.>'] } },
  ] as const;
  expect(renderAuthorization(users, (name) => JSON.stringify(`secret of "${name}"`))).toBe(`authorization {
  users = [
    { user: "operator", password: "secret of \\"operator\\"" },
    { user: "room", password: "secret of \\"room\\"", permissions: { publish: { allow: ["room.>"] }, subscribe: { allow: ["_INBOX.room.>"] } } }
  ]
}`);
});
