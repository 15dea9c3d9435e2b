import { describe, expect, test } from 'vitest';
import { SERVICES, SIMULATOR } from '../../../embedded/launcher/services.ts';
import { SHUTDOWN } from '../../../platform/config/process-settings.ts';
import { POOL_SIZE } from '../../../platform/postgres/pool.ts';
import { Settings } from '../../../router/config/schema.ts';
import { PROBE_TIMEOUT_MS } from '../../../router/subgraphs/client.ts';
import { checkDeployment } from '../check.ts';
import { readCode } from '../code.ts';
import { readCompose } from '../compose.ts';
import { byKind } from './manifests.ts';
import { mayReach } from './reachability.ts';
import { referenceFindings } from './references.ts';
import { schemaFindings } from './schema.ts';
import { find } from './scope.ts';
import { securityFindings } from './security.ts';
import { autoscalersOf, connectionsOf, maxConnectionsOf } from './sizes.ts';
import { callersOf, STORE_USERS, storePlaces } from './testing/expected.ts';
import { OVERLAYS, renderAll } from './testing/rendered.ts';
import { secretsOf, workloadsIn } from './testing/workloads.ts';
import { portOf } from './workloads.ts';

const rendered = await renderAll();
const code = readCode();

describe.each(OVERLAYS)('overlays/$overlay with stores/$stores', ({ overlay }) => {
  const { scope, programs } = rendered.of(overlay);
  const workloads = workloadsIn(scope);
  const deployments = scope.pods.filter(({ kind }) => kind === 'Deployment');

  test('is what an API server takes', () => {
    expect(schemaFindings(scope.manifests)).toEqual([]);
  });

  test('names only what exists in it', () => {
    expect(referenceFindings(scope)).toEqual([]);
  });

  test('names only what exists in the code, and runs every program but the simulator', () => {
    const deployment = { workloads, secrets: secretsOf(scope), without: [SIMULATOR.main] };
    expect(checkDeployment(deployment, code)).toEqual([]);
    for (const { name, spec } of deployments) {
      const [container] = spec.containers;
      const { environment } = workloads.find((each) => each.name === name) ?? {};
      expect(container && portOf(container, 'http')).toBe(Number(environment?.PORT));
      expect(container && portOf(container, 'metrics')).toBe(Number(environment?.METRICS_PORT));
    }
  });

  test('lets pods do nothing that they need not', () => {
    expect(securityFindings(scope.pods)).toEqual([]);
    expect(scope.pods.length).toBeGreaterThan(SERVICES.length);
  });

  test('has an autoscaler, a budget and an account for each program', () => {
    for (const { name, spec } of deployments) {
      expect(spec.serviceAccountName).toBe(name);
      for (const kind of ['HorizontalPodAutoscaler', 'PodDisruptionBudget', 'NetworkPolicy', 'Service'])
        expect(find(scope, kind, name), `${kind} ${name}`).toBeDefined();
    }
    for (const { minReplicas, maxReplicas } of autoscalersOf(scope)) {
      // A disruption takes one away, and the other serves.
      expect(minReplicas).toBeGreaterThan(1);
      expect(maxReplicas).toBeGreaterThan(minReplicas);
    }
  });

  test('lets programs reach what they ask, and nothing else', () => {
    const callers = callersOf(workloads);
    for (const from of scope.pods)
      for (const to of deployments) {
        const isAsked = callers.get(to.name)?.includes(from.name) ?? false;
        const place = { labels: to.labels, port: 4_000, portName: 'http' };
        expect(mayReach(scope, from.labels, place), `${from.name} to ${to.name}`).toBe(isAsked);
        expect(mayReach(scope, from.labels, { labels: to.labels, port: 9_464, portName: 'metrics' })).toBe(
          false,
        );
      }
  });

  test('lets a store be reached by its users, and by nobody else', () => {
    for (const [server, place] of Object.entries(storePlaces(scope)))
      for (const from of scope.pods.filter(({ name }) => name !== server))
        expect(mayReach(scope, from.labels, place), `${from.name} to ${server}`).toBe(
          STORE_USERS[server]?.includes(from.name),
        );
  });

  test('waits longer for probes and for the end than the code takes', () => {
    const settings = Settings.parse({ supergraph: 'schema/supergraph.graphql' });
    for (const { environment } of workloads) {
      const { timeout } = SHUTDOWN.parse({ timeout: environment.SHUTDOWN_TIMEOUT });
      expect(settings.http.drainTimeout).toBeLessThan(timeout);
    }
    for (const { name, spec } of deployments) {
      const [container] = spec.containers;
      expect(container?.lifecycle?.preStop.sleep?.seconds, name).toBeGreaterThan(0);
      // A router that waits for subgraphs which hang is ready all the same.
      expect(container?.readinessProbe?.timeoutSeconds).toBeGreaterThan((2 * PROBE_TIMEOUT_MS) / 1_000);
      // Who is alive, but slow, is taken out of service first.
      const timeOf = ({ periodSeconds = 0, failureThreshold = 0 } = {}) => periodSeconds * failureThreshold;
      expect(timeOf(container?.livenessProbe)).toBeGreaterThan(timeOf(container?.readinessProbe));
    }
  });

  test('opens fewer connections than PostgreSQL accepts', () => {
    const most = connectionsOf(scope, STORE_USERS.postgres ?? [], POOL_SIZE + 1);
    expect(most).toBeGreaterThan(0);
    expect(maxConnectionsOf(scope)).toBeGreaterThan(most);
  });

  test('retries nothing, since a mutation looks like a query', () => {
    expect(JSON.stringify(programs)).not.toMatch(/"retry\b|retry\.linkerd\.io|ServiceProfile/);
  });

  test('has the same server images as docker-compose.yml', () => {
    const { services } = readCompose();
    const imageOf = (name: string) =>
      scope.pods.find((each) => each.name === name)?.spec.containers[0]?.image;
    expect(imageOf('nats')).toBe(services.nats?.image);
    expect(imageOf('mongodb-backup')).toBe(services.mongodb?.image);
  });
});

test('the namespace takes restricted pods only', () => {
  expect(schemaFindings(rendered.cluster)).toEqual([]);
  expect(byKind(rendered.cluster, 'Namespace').map(({ metadata }) => metadata.labels)).toEqual([
    expect.objectContaining({ 'pod-security.kubernetes.io/enforce': 'restricted' }),
  ]);
});
