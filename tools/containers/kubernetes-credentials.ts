import {
  type Credentials,
  createCredentials,
  type Endpoints,
  type IssuedCredentials,
  newPassword,
  passwordFileOf,
  SUPERUSERS,
} from './credentials.ts';

/**
 * The services of Kubernetes that the operators make for the clusters `postgres` and `mongodb`, and that of
 * NATS. PostgreSQL has a certificate of the operator's own authority, which is mounted beside the address.
 */
const KUBERNETES: Endpoints = {
  postgres: {
    host: 'postgres-rw',
    options: 'sslmode=verify-full&sslrootcert=/run/secrets/postgres_ca.crt',
  },
  mongodb: { host: 'mongodb-svc', options: 'replicaSet=mongodb' },
  nats: { host: 'nats', options: '' },
};

/** The user who may read everything in MongoDB for its backup. */
const BACKUP_USER = 'backup';

/** The file with the password of that user. */
export const BACKUP_PASSWORD_FILE = passwordFileOf({ server: 'mongodb', name: BACKUP_USER });

/** The file with the configuration of mongodump. */
export const MONGODUMP_FILE = 'mongodump.yaml';

/** What others issue, and an operator adds. */
export const FOREIGN_FILES = [
  'stripe_api_key',
  'stripe_webhook_secret',
  'smtp_url',
  'backup_store_access_key_id',
  'backup_store_secret_access_key',
] as const;

/**
 * The credentials for deploy/k8s/secrets, without `FOREIGN_FILES` and without superusers, which the operators
 * of the stores make for themselves.
 */
export function createKubernetesCredentials(issued: IssuedCredentials): Credentials {
  const { secrets } = createCredentials({ ...issued, endpoints: KUBERNETES });
  const superusers = Object.entries(SUPERUSERS).map(([server]) => `operator_${server}_password`);
  const left: ReadonlySet<string> = new Set([...superusers, ...FOREIGN_FILES]);
  const password = (issued.createPassword ?? newPassword)();
  const { host, options } = KUBERNETES.mongodb;
  return {
    secrets: {
      ...Object.fromEntries(Object.entries(secrets).filter(([name]) => !left.has(name))),
      [BACKUP_PASSWORD_FILE]: password,
      [MONGODUMP_FILE]: `uri: mongodb://${BACKUP_USER}:${password}@${host}:27017/?authSource=admin&${options}`,
    },
    addresses: {},
  };
}
