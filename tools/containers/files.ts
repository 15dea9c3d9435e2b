import { usersOf } from '../../embedded/launcher/settings-table.ts';
import { NATS_USERS, renderAuthorization } from '../../embedded/nats/users.ts';
import { passwordVariableOf } from './credentials.ts';

const GENERATED = 'Written by `npm run generate`; not edited by hand.';

/** The configuration of NATS: every acknowledged event is on disk, and each user may do what they need. */
function natsConfiguration(): string {
  return [
    `# ${GENERATED} The passwords come from environment variables.`,
    'server_name: meetingroom',
    'listen: "0.0.0.0:4222"',
    'jetstream { store_dir: "/data", sync_interval: always }',
    renderAuthorization(NATS_USERS, (user) => `$${passwordVariableOf(user, 'nats')}`),
    '',
  ].join('\n');
}

/** A role for each service, which owns the database of its name and may connect to no other. For psql. */
function postgresRoles(): string {
  return [
    `-- ${GENERATED} The passwords come from environment variables.`,
    'REVOKE ALL ON DATABASE postgres, template1 FROM PUBLIC;',
    ...usersOf('postgres').flatMap((name) => [
      '',
      `\\getenv password ${passwordVariableOf(name, 'postgres')}`,
      `CREATE ROLE ${name} LOGIN PASSWORD :'password';`,
      `CREATE DATABASE ${name} OWNER ${name};`,
      `REVOKE ALL ON DATABASE ${name} FROM PUBLIC;`,
      '\\unset password',
    ]),
    '',
  ].join('\n');
}

/** A user for each service, who reads and writes the database of their name. For mongosh. */
function mongodbUsers(): string {
  const rows = usersOf('mongodb').map((name) => `  ${name}: '${passwordVariableOf(name, 'mongodb')}',`);
  return [
    `// ${GENERATED} The passwords come from environment variables.`,
    'const variables = {',
    ...rows,
    '};',
    'for (const [name, variable] of Object.entries(variables)) {',
    '  const pwd = process.env[variable];',
    // biome-ignore lint/suspicious/noTemplateCurlyInString: it is a part of the script
    '  if (!pwd) throw new Error(`${variable} is not set`);',
    "  db.getSiblingDB(name).createUser({ user: name, pwd, roles: [{ role: 'readWrite', db: name }] });",
    '}',
    '',
  ].join('\n');
}

/** The files of the containers by their paths in the project. */
export const CONTAINER_FILES: Readonly<Record<string, () => string>> = {
  'containers/nats/nats.conf': natsConfiguration,
  'containers/postgres/roles.sql': postgresRoles,
  'containers/mongodb/users.js': mongodbUsers,
};
