import { z } from 'zod';
import { byKind, type Manifest } from './manifests.ts';
import { find, keyFindings, missing, type Scope, selectorFindings, specOf } from './scope.ts';

/** What resources of operators name and is not there. */
export function customReferenceFindings(scope: Scope): readonly string[] {
  const of = (kind: string, check: (each: Manifest, scope: Scope) => readonly string[]) =>
    byKind(scope.manifests, kind).flatMap((each) => check(each, scope));
  return [
    ...of('Cluster', clusterFindings),
    ...of('Database', databaseFindings),
    ...of('ScheduledBackup', (each) => clusterOf(each, scope).findings),
    ...of('ObjectStore', objectStoreFindings),
    ...of('MongoDBCommunity', mongodbFindings),
    ...of('Server', serverFindings),
    ...of('AuthorizationPolicy', authorizationFindings),
    ...of('MeshTLSAuthentication', identityFindings),
  ];
}

const named = z.object({ name: z.string() });
const reference = z.object({ kind: z.string(), name: z.string() });
const keyed = z.object({ name: z.string(), key: z.string() });
const roles = z.array(z.object({ name: z.string(), passwordSecret: named }));

function nameOf({ kind, metadata }: Manifest): string {
  return `${kind} ${metadata.name}`;
}

/** A finding unless there is such a Secret with this key. */
function secretFindings(scope: Scope, of: string, { name, key }: z.infer<typeof keyed>): readonly string[] {
  return keyFindings(scope, of, 'Secret', { name, items: [{ key }] });
}

function clusterFindings(cluster: Manifest, scope: Scope): readonly string[] {
  const { managed, plugins } = specOf(
    cluster,
    z.object({
      managed: z.object({ roles }),
      plugins: z.array(z.object({ parameters: z.object({ barmanObjectName: z.string() }) })),
    }),
  );
  const of = nameOf(cluster);
  return [
    ...managed.roles.flatMap(({ passwordSecret: { name } }) => [
      ...secretFindings(scope, of, { name, key: 'username' }),
      ...secretFindings(scope, of, { name, key: 'password' }),
    ]),
    ...plugins.flatMap(({ parameters }) => missing(scope, of, 'ObjectStore', parameters.barmanObjectName)),
  ];
}

/** The cluster that a resource is of, and a finding without one. */
function clusterOf(resource: Manifest, scope: Scope) {
  const { cluster } = specOf(resource, z.object({ cluster: named }));
  return {
    cluster: find(scope, 'Cluster', cluster.name),
    findings: missing(scope, nameOf(resource), 'Cluster', cluster.name),
  };
}

function databaseFindings(database: Manifest, scope: Scope): readonly string[] {
  const { cluster, findings } = clusterOf(database, scope);
  if (!cluster) return findings;
  const { owner } = specOf(database, z.object({ owner: z.string() }));
  const { managed } = specOf(cluster, z.object({ managed: z.object({ roles }) }));
  if (managed.roles.some(({ name }) => name === owner)) return [];
  return [`${nameOf(database)} belongs to ${owner}, which is no role of ${cluster.metadata.name}.`];
}

function objectStoreFindings(store: Manifest, scope: Scope): readonly string[] {
  const credentials = z.object({ accessKeyId: keyed, secretAccessKey: keyed });
  const { configuration } = specOf(
    store,
    z.object({ configuration: z.object({ s3Credentials: credentials }) }),
  );
  const { accessKeyId, secretAccessKey } = configuration.s3Credentials;
  return [accessKeyId, secretAccessKey].flatMap((each) => secretFindings(scope, nameOf(store), each));
}

function mongodbFindings(mongodb: Manifest, scope: Scope): readonly string[] {
  const { users } = specOf(mongodb, z.object({ users: z.array(z.object({ passwordSecretRef: keyed })) }));
  return users.flatMap(({ passwordSecretRef }) => secretFindings(scope, nameOf(mongodb), passwordSecretRef));
}

function serverFindings(server: Manifest, scope: Scope): readonly string[] {
  const { podSelector } = specOf(server, z.object({ podSelector: z.unknown() }));
  return selectorFindings(server, podSelector, scope);
}

function authorizationFindings(policy: Manifest, scope: Scope): readonly string[] {
  const { targetRef, requiredAuthenticationRefs } = specOf(
    policy,
    z.object({ targetRef: reference, requiredAuthenticationRefs: z.array(reference) }),
  );
  return [targetRef, ...requiredAuthenticationRefs].flatMap(({ kind, name }) =>
    missing(scope, nameOf(policy), kind, name),
  );
}

function identityFindings(authentication: Manifest, scope: Scope): readonly string[] {
  const { identityRefs } = specOf(authentication, z.object({ identityRefs: z.array(reference) }));
  return identityRefs.flatMap(({ kind, name }) => missing(scope, nameOf(authentication), kind, name));
}
