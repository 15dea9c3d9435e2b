import { byKind, type Manifest } from './manifests.ts';

/** CloudNativePG makes three services for each cluster: of the primary, of standbys, and of both. */
const POSTGRES_SERVICES = ['rw', 'ro', 'r'];

/**
 * What operators make of manifests, as far as others refer to it: pods with their labels, services, and the
 * authority of PostgreSQL's certificates. https://cloudnative-pg.io/docs/current/service_management and
 * certificates; the operator of MongoDB names its service and labels its pods by the resource's name.
 */
export function operatorsMake(manifests: readonly Manifest[]): readonly Manifest[] {
  return [
    ...byKind(manifests, 'Cluster').flatMap(({ metadata: { name } }) => [
      made('Pod', name, { 'cnpg.io/cluster': name }),
      ...POSTGRES_SERVICES.map((role) => made('Service', `${name}-${role}`, {}, 5_432)),
      { ...made('Secret', `${name}-ca`), data: { 'ca.crt': '' } },
    ]),
    ...byKind(manifests, 'MongoDBCommunity').flatMap(({ metadata: { name } }) => [
      made('Pod', name, { app: `${name}-svc` }),
      made('Service', `${name}-svc`, {}, 27_017),
    ]),
  ];
}

function made(kind: string, name: string, labels: Record<string, string> = {}, port = 0): Manifest {
  return {
    apiVersion: 'v1',
    kind,
    metadata: { name, labels, annotations: {} },
    spec: { ports: [{ port }] },
  };
}
