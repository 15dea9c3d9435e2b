import { inboxPrefixOf } from '../../platform/messaging/jetstream/names.ts';
import { type Permissions, permissionsOf } from '../../platform/messaging/jetstream/permissions.ts';
import { HEALTH_SUBJECT } from '../../platform/messaging/jetstream/server-health.ts';
import { CONTEXTS } from '../../schema/events/contexts.ts';
import { ERASING_SERVICE, FOLLOWED_EVENTS, LIVE_CONTEXTS } from '../../schema/events/followers.ts';
import { ROUTER, SERVICES } from '../launcher/services.ts';

/** A user of NATS and what they may do; the operator may do everything. */
export type NatsUser = { readonly name: string; readonly permissions: Permissions | 'all' };

/** The user of the commands (`npm run events`, `audit`, `views`) and of tests. */
export const OPERATOR = 'operator';

/** The user of the launcher, who asks the server how it is and may do nothing else. */
export const MONITOR = 'monitor';

/** A user for the operator, for the router and for each service, which its instances share. */
export const NATS_USERS: readonly NatsUser[] = [
  { name: OPERATOR, permissions: 'all' },
  { name: ROUTER.name, permissions: permissionsOf({ user: ROUTER.name, watches: LIVE_CONTEXTS }) },
  ...SERVICES.map(({ name, publishes }) => ({
    name,
    permissions: permissionsOf({
      user: name,
      publishes: publishes === 'events' ? name : undefined,
      handles: followedBy(name),
      erases: name === ERASING_SERVICE ? CONTEXTS : [],
    }),
  })),
];

function followedBy(name: string) {
  const followed = Object.entries(FOLLOWED_EVENTS).find(([service]) => service === name);
  if (followed === undefined) throw new Error(`schema/events/followers.ts does not say what ${name} follows`);
  return followed[1];
}

/**
 * The users as a part of the configuration of a NATS server: `authorization { users = [ … ] }`.
 *
 * @param writePassword writes a user's password, or its bcrypt hash, as the server reads it: quoted, or
 *   `$NAME` for that of an environment variable
 */
export function renderAuthorization(
  users: readonly NatsUser[],
  writePassword: (name: string) => string,
): string {
  const rows = users.map(({ name, permissions }) => {
    const fields = [
      `user: ${JSON.stringify(name)}`,
      `password: ${writePassword(name)}`,
      ...(permissions === 'all' ? [] : [`permissions: ${renderPermissions(permissions)}`]),
    ];
    return `    { ${fields.join(', ')} }`;
  });
  return ['authorization {', '  users = [', rows.join(',\n'), '  ]', '}'].join('\n');
}

/**
 * The system account, which answers requests about the server, with the monitor alone: a monitoring port
 * would answer anybody.
 *
 * @param password as the server reads it
 */
export function renderSystemAccount(password: string): string {
  const permissions = { publish: [HEALTH_SUBJECT], subscribe: [`${inboxPrefixOf(MONITOR)}.>`] };
  const user = `{ user: ${MONITOR}, password: ${password}, permissions: ${renderPermissions(permissions)} }`;
  return `accounts { $SYS { users = [ ${user} ] } }`;
}

/** A list is what is allowed; anything else is refused. */
function renderPermissions({ publish, subscribe }: Permissions): string {
  return `{ publish: { allow: ${JSON.stringify(publish)} }, subscribe: { allow: ${JSON.stringify(subscribe)} } }`;
}
