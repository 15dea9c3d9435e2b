import { z } from 'zod';
import { byKind } from './manifests.ts';
import type { Scope } from './scope.ts';

const autoscaler = z.object({
  spec: z.object({
    scaleTargetRef: z.object({ name: z.string() }),
    minReplicas: z.int(),
    maxReplicas: z.int(),
  }),
});

/** How many pods each Deployment may have. */
export function autoscalersOf({ manifests }: Scope) {
  return byKind(manifests, 'HorizontalPodAutoscaler').map((each) => {
    const { scaleTargetRef, minReplicas, maxReplicas } = autoscaler.parse(each).spec;
    return { target: scaleTargetRef.name, minReplicas, maxReplicas };
  });
}

const deployment = z.object({
  spec: z.object({
    strategy: z.object({
      rollingUpdate: z.object({ maxSurge: z.union([z.int(), z.string().regex(/^\d+%$/)]) }),
    }),
  }),
});

/** The pods that a Deployment has at most: during a rolling update, at its autoscaler's limit. */
function mostPodsOf({ manifests }: Scope, name: string, maxReplicas: number): number {
  const found = byKind(manifests, 'Deployment').find(({ metadata }) => metadata.name === name);
  const { maxSurge } = deployment.parse(found).spec.strategy.rollingUpdate;
  // Kubernetes rounds a share up.
  const surge =
    typeof maxSurge === 'number' ? maxSurge : Math.ceil((maxReplicas * Number.parseInt(maxSurge, 10)) / 100);
  return maxReplicas + surge;
}

/** The connections that all pods of these programs may open at the same time. */
export function connectionsOf(scope: Scope, programs: readonly string[], perPod: number): number {
  return autoscalersOf(scope)
    .filter(({ target }) => programs.includes(target))
    .reduce((sum, { target, maxReplicas }) => sum + perPod * mostPodsOf(scope, target, maxReplicas), 0);
}

const cluster = z.object({
  spec: z.object({ postgresql: z.object({ parameters: z.object({ max_connections: z.coerce.number() }) }) }),
});

/** What PostgreSQL accepts. */
export function maxConnectionsOf({ manifests }: Scope): number {
  return cluster.parse(byKind(manifests, 'Cluster')[0]).spec.postgresql.parameters.max_connections;
}
