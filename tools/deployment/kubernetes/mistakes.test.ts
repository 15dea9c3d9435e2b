import { expect, test } from 'vitest';
import { SIMULATOR } from '../../../embedded/launcher/services.ts';
import { checkDeployment } from '../check.ts';
import { readCode } from '../code.ts';
import { type Manifest, readManifests } from './manifests.ts';
import { mayReach } from './reachability.ts';
import { referenceFindings } from './references.ts';
import { schemaFindings } from './schema.ts';
import type { Scope } from './scope.ts';
import { securityFindings } from './security.ts';
import { connectionsOf, maxConnectionsOf } from './sizes.ts';
import { renderAll, scopeOf } from './testing/rendered.ts';
import { secretsOf, workloadsIn } from './testing/workloads.ts';
import { readZipEntry } from './zip.ts';

const { scope } = (await renderAll()).of('linkerd');
const code = readCode();

/** The manifests after a change to the JSON of one of them. Throws if nothing changes. */
function changed(kind: string, name: string, from: string, to: string): readonly Manifest[] {
  let changes = 0;
  const manifests = scope.manifests.map((each) => {
    if (each.kind !== kind || each.metadata.name !== name) return each;
    const text = JSON.stringify(each);
    const after = text.replaceAll(from, to);
    if (after !== text) changes += 1;
    return JSON.parse(after);
  });
  if (changes !== 1) throw new Error(`${from} is not in one ${kind} ${name}`);
  return readManifests(manifests);
}

function findingsIn(manifests: readonly Manifest[]): string {
  const findings = schemaFindings(manifests);
  // What an API server refuses has no further meaning.
  if (findings.length > 0) return findings.join('\n');
  const broken: Scope = scopeOf(manifests);
  const deployment = {
    workloads: workloadsIn(broken),
    secrets: secretsOf(broken),
    without: [SIMULATOR.main],
  };
  return [
    ...referenceFindings(broken),
    ...securityFindings(broken.pods),
    ...checkDeployment(deployment, code),
  ].join('\n');
}

test('F10 Kubernetes manifests: the checks find nothing in them as they are', () => {
  expect(findingsIn(scope.manifests)).toBe('');
});

test.each([
  [
    'an unknown field',
    'Deployment',
    'booking',
    'readinessProbe',
    'readynessProbe',
    'containers[0].readynessProbe',
  ],
  ['an unknown field of a map', 'Deployment', 'booking', '"emptyDir"', '"emptyDirectory"', 'emptyDirectory'],
  ['a type', 'Deployment', 'booking', '"minReadySeconds":5', '"minReadySeconds":"5"', 'must be integer'],
  ['a quantity', 'Deployment', 'booking', '512Mi', '512MB', 'memory'],
  ['a version', 'HorizontalPodAutoscaler', 'view', 'autoscaling/v2', 'autoscaling/v2beta2', 'is unknown'],
  ['an enumeration', 'Gateway', 'meetingroom', '"Terminate"', '"Terminated"', 'mode'],
  ['a field of a route', 'HTTPRoute', 'router', '"timeouts"', '"timeout"', 'timeout'],
  ['a field of PostgreSQL', 'Cluster', 'postgres', 'walStorage', 'walStore', 'walStore'],
  [
    'a field of MongoDB',
    'MongoDBCommunity',
    'mongodb',
    'passwordSecretRef',
    'passwordSecret',
    'passwordSecret',
  ],
  ['a field of Linkerd', 'Server', 'subgraphs', 'proxyProtocol', 'protocol', 'protocol'],
  ['a schedule without seconds', 'ScheduledBackup', 'postgres', '0 0 2 * * *', '0 2 * * *', 'schedule'],
])('an API server refuses a mistake in %s', (_, kind, name, from, to, finding) => {
  expect(findingsIn(changed(kind, name, from, to))).toContain(finding);
});

test.each([
  ['the name of a port', 'Service', 'room', '"targetPort":"http"', '"targetPort":"web"', 'leads to web'],
  ['the port of a probe', 'Deployment', 'room', '"port":"http"', '"port":"web"', 'probed at web'],
  [
    'the number of a port',
    'Deployment',
    'room',
    '"containerPort":4000',
    '"containerPort":4001',
    'room is asked at 4001',
  ],
  [
    'the path of a probe',
    'Deployment',
    'room',
    '/health/live',
    '/health/alive',
    'room is asked for /health/alive',
  ],
  [
    'the selector of a service',
    'Service',
    'room',
    '"selector":{"app.kubernetes.io/name":"room"}',
    '"selector":{"app.kubernetes.io/name":"rooms"}',
    'which no pod has',
  ],
  [
    'the selector of a Deployment',
    'Deployment',
    'room',
    '"selector":{"matchLabels":{"app.kubernetes.io/name":"room"}}',
    '"selector":{"matchLabels":{"app.kubernetes.io/name":"rooms"}}',
    'does not select its own pods',
  ],
  [
    'a budget',
    'PodDisruptionBudget',
    'room',
    '"matchLabels":{"app.kubernetes.io/name":"room"}',
    '"matchLabels":{"app.kubernetes.io/name":"rooms"}',
    'which no pod has',
  ],
  [
    'the target of an autoscaler',
    'HorizontalPodAutoscaler',
    'room',
    '"kind":"Deployment","name":"room"',
    '"kind":"Deployment","name":"rooms"',
    'names the Deployment rooms',
  ],
  ['a policy', 'NetworkPolicy', 'mongodb', '"supplies"', '"suplies"', 'which no pod has'],
  ['the port of a policy', 'NetworkPolicy', 'nats', '"port":"client"', '"port":"clients"', 'opens clients'],
  [
    'an account',
    'Deployment',
    'room',
    '"serviceAccountName":"room"',
    '"serviceAccountName":"rooms"',
    'names the ServiceAccount rooms',
  ],
  ['the backend of a route', 'HTTPRoute', 'router', '"port":4000', '"port":4001', 'port 4001 of router'],
  [
    'the listener of a route',
    'HTTPRoute',
    'router',
    '"sectionName":"https"',
    '"sectionName":"tls"',
    'does not listen',
  ],
  [
    'the key of a secret',
    'CronJob',
    'mongodb-backup',
    '"key":"mongodump.yaml"',
    '"key":"dump.yaml"',
    'names dump.yaml',
  ],
  [
    'the name of a secret',
    'Deployment',
    'room',
    '"name":"identity"',
    '"name":"identities"',
    'names the Secret identities',
  ],
  [
    'a secret that lacks a key',
    'Secret',
    'room',
    '"mongodb_url"',
    '"mongo_url"',
    'room has no /run/secrets/mongodb_url',
  ],
  [
    'a volume',
    'Deployment',
    'room',
    '"mountPath":"/tmp","name":"tmp"',
    '"mountPath":"/tmp","name":"temp"',
    'mounts temp',
  ],
  [
    'a claim',
    'CronJob',
    'mongodb-backup',
    '"claimName":"mongodb-backups"',
    '"claimName":"backups"',
    'PersistentVolumeClaim backups',
  ],
  [
    'a program',
    'Deployment',
    'room',
    'subgraphs/room/main.ts',
    'subgraphs/room/start.ts',
    'Nothing runs subgraphs/room/main.ts',
  ],
  [
    'the time to stop',
    'Deployment',
    'room',
    '"terminationGracePeriodSeconds":30',
    '"terminationGracePeriodSeconds":20',
    'room has 15000 ms to stop',
  ],
  ['the user', 'Deployment', 'room', '"runAsUser":1000', '"runAsUser":0', 'runAsUser'],
  [
    'the root file system',
    'Deployment',
    'room',
    '"readOnlyRootFilesystem":true',
    '"readOnlyRootFilesystem":false',
    'readOnlyRootFilesystem',
  ],
  [
    'a token',
    'Deployment',
    'room',
    '"automountServiceAccountToken":false',
    '"automountServiceAccountToken":true',
    'has a token',
  ],
  [
    'the target of a policy of the mesh',
    'AuthorizationPolicy',
    'subgraphs',
    '"kind":"Server","name":"subgraphs"',
    '"kind":"Server","name":"graphs"',
    'names the Server graphs',
  ],
  [
    'the account of a policy of the mesh',
    'MeshTLSAuthentication',
    'programs',
    '"name":"community"',
    '"name":"comunity"',
    'names the ServiceAccount comunity',
  ],
  [
    'the owner of a database',
    'Database',
    'view',
    '"owner":"view"',
    '"owner":"views"',
    'views, which is no role',
  ],
  [
    'the object store of backups',
    'Cluster',
    'postgres',
    '"barmanObjectName":"postgres"',
    '"barmanObjectName":"backups"',
    'names the ObjectStore backups',
  ],
  [
    'the password of a user',
    'MongoDBCommunity',
    'mongodb',
    '"key":"password","name":"mongodb-room"',
    '"key":"secret","name":"mongodb-room"',
    'names secret of the Secret mongodb-room',
  ],
])('a mistake in %s is found', (_, kind, name, from, to, finding) => {
  expect(findingsIn(changed(kind, name, from, to))).toContain(finding);
});

test('a missing manifest is found', () => {
  const without = (kind: string, name: string) =>
    findingsIn(scope.manifests.filter((each) => each.kind !== kind || each.metadata.name !== name));
  const map = scope.manifests.find(
    (each) => each.kind === 'ConfigMap' && each.metadata.name.startsWith('booking-'),
  );
  expect(without('ConfigMap', map?.metadata.name ?? '')).toContain('booking lacks PAYMENT_URL');
  expect(without('Deployment', 'supplies')).toContain('Nothing runs subgraphs/supplies/main.ts');
  expect(findingsIn([...scope.manifests, ...scope.manifests.slice(0, 1)])).toContain('is there twice');
});

test('a wider policy and one that is missing are noticed', () => {
  const view = { 'app.kubernetes.io/name': 'view' };
  const place = { labels: { 'app.kubernetes.io/name': 'payment' }, port: 4_000, portName: 'http' };
  expect(mayReach(scope, view, place)).toBe(false);
  const wider = changed(
    'NetworkPolicy',
    'payment',
    '"app.kubernetes.io/name":"booking"',
    '"app.kubernetes.io/name":"view"',
  );
  expect(mayReach(scopeOf(wider), view, place)).toBe(true);
  const none = scope.manifests.filter(({ kind }) => kind !== 'NetworkPolicy');
  expect(mayReach(scopeOf(none), view, place)).toBe(true);
});

test('more pods need more connections', () => {
  const more = scopeOf(changed('HorizontalPodAutoscaler', 'view', '"maxReplicas":10', '"maxReplicas":60'));
  expect(connectionsOf(more, ['view'], 11)).toBe(11 * 75);
  expect(maxConnectionsOf(scope)).toBeLessThan(connectionsOf(more, ['view', 'booking'], 11));
});

test('a file that is no ZIP archive is refused', () => {
  expect(() => readZipEntry(Buffer.alloc(100), 'kubectl')).toThrow('This is no ZIP archive');
  expect(() => readZipEntry(Buffer.alloc(0), 'kubectl')).toThrow('This is no ZIP archive');
});
