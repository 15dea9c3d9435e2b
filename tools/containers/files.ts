import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse, stringify } from 'yaml';
import { usersOf } from '../../embedded/launcher/settings-table.ts';
import { NATS_USERS, renderAuthorization } from '../../embedded/nats/users.ts';
import { ROOT } from '../run.ts';
import { NATS_PASSWORDS_FILE, natsVariableOf, passwordFileOf } from './credentials.ts';

const GENERATED = 'Written by `npm run generate`; not edited by hand.';

const RULES = 'deploy/observability/rules.yml';

/** Where a container has its secrets. */
const SECRETS = '/run/secrets';

/**
 * The configuration of NATS: every acknowledged event is on disk, and each user may do what they need. The
 * monitoring port, which tells of streams and connections, is the container's own.
 */
function natsConfiguration(): string {
  return [
    `# ${GENERATED} The passwords come from a secret beside this file.`,
    `include "${NATS_PASSWORDS_FILE}.conf"`,
    'server_name: meetingroom',
    'listen: "0.0.0.0:4222"',
    'http: "127.0.0.1:8222"',
    'jetstream { store_dir: "/data", sync_interval: always }',
    renderAuthorization(NATS_USERS, (user) => `$${natsVariableOf(user)}`),
    '',
  ].join('\n');
}

/**
 * The same for the three servers in Kubernetes, each of which knows its name. Only the servers themselves
 * reach the port of the cluster, and the kubelet the monitoring port, by the NetworkPolicy of NATS.
 */
function natsClusterConfiguration(): string {
  const routes = [0, 1, 2].map((index) => `"nats://nats-${index}.nats-servers:6222"`);
  return [
    `# ${GENERATED} The passwords come from a secret beside this file.`,
    `include "${NATS_PASSWORDS_FILE}.conf"`,
    'server_name: $POD_NAME',
    'pid_file: "/tmp/nats.pid"',
    'listen: "0.0.0.0:4222"',
    'http: "0.0.0.0:8222"',
    `cluster { name: meetingroom, listen: "0.0.0.0:6222", routes: [${routes.join(', ')}] }`,
    'jetstream { store_dir: "/data", sync_interval: always }',
    'lame_duck_grace_period: 10s',
    'lame_duck_duration: 30s',
    renderAuthorization(NATS_USERS, (user) => `$${natsVariableOf(user)}`),
    '',
  ].join('\n');
}

/** A role for each service, which owns the database of its name and may connect to no other. For psql. */
function postgresRoles(): string {
  return [
    `-- ${GENERATED} The passwords come from secrets.`,
    'REVOKE ALL ON DATABASE postgres, template1 FROM PUBLIC;',
    ...usersOf('postgres').flatMap((name) => [
      '',
      `\\set password \`cat ${SECRETS}/${passwordFileOf({ server: 'postgres', name })}\``,
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
  const rows = usersOf('mongodb').map(
    (name) => `  ${name}: '${SECRETS}/${passwordFileOf({ server: 'mongodb', name })}',`,
  );
  return [
    `// ${GENERATED} The passwords come from secrets.`,
    "const { readFileSync } = require('node:fs');",
    '',
    'const files = {',
    ...rows,
    '};',
    'for (const [name, file] of Object.entries(files)) {',
    "  const pwd = readFileSync(file, 'utf8').trim();",
    // biome-ignore lint/suspicious/noTemplateCurlyInString: a part of the generated script.
    '  if (!pwd) throw new Error(`${file} is empty`);',
    "  db.getSiblingDB(name).createUser({ user: name, pwd, roles: [{ role: 'readWrite', db: name }] });",
    '}',
    '',
  ].join('\n');
}

/** The alerts of deploy/observability as a resource of the Prometheus operator. */
function prometheusRules(): string {
  const rules: unknown = parse(readFileSync(join(ROOT, RULES), 'utf8'));
  const resource = {
    apiVersion: 'monitoring.coreos.com/v1',
    kind: 'PrometheusRule',
    metadata: { name: 'meetingroom' },
    spec: rules,
  };
  return `# ${GENERATED} From ${RULES}.\n${stringify(resource, { lineWidth: 0 })}`;
}

/** The files that are made from the code for containers and pods, by path. */
export const CONTAINER_FILES: Readonly<Record<string, () => string>> = {
  'containers/nats/nats.conf': natsConfiguration,
  'deploy/k8s/stores/base/nats.conf': natsClusterConfiguration,
  'deploy/k8s/components/monitoring/rules.yaml': prometheusRules,
  'containers/postgres/roles.sql': postgresRoles,
  'containers/mongodb/users.js': mongodbUsers,
};
