import { z } from 'zod';
import { type Pods, type Selector, selects } from './manifests.ts';
import { keyFindings, missing, type Scope, specOf } from './scope.ts';

/** What pods name and is not there: accounts, volumes, keys, ports, and themselves. */
export function podFindings(pods: Pods, scope: Scope): readonly string[] {
  const of = `${pods.kind} ${pods.name}`;
  const { serviceAccountName, volumes, containers, topologySpreadConstraints } = pods.spec;
  const own: readonly Selector[] = [
    ...(pods.selector ? [pods.selector] : []),
    ...topologySpreadConstraints.map(({ labelSelector }) => labelSelector),
  ];
  return [
    ...own.filter((each) => !selects(each, pods.labels)).map(() => `${of} does not select its own pods.`),
    ...(serviceAccountName ? missing(scope, of, 'ServiceAccount', serviceAccountName) : []),
    ...volumes.flatMap((volume) => [
      ...(volume.persistentVolumeClaim
        ? missing(scope, of, 'PersistentVolumeClaim', volume.persistentVolumeClaim.claimName)
        : []),
      ...(volume.secret
        ? keyFindings(scope, of, 'Secret', { name: volume.secret.secretName, items: volume.secret.items })
        : []),
      ...(volume.projected?.sources ?? []).flatMap(({ secret, configMap }) => [
        ...(secret ? keyFindings(scope, of, 'Secret', secret) : []),
        ...(configMap ? keyFindings(scope, of, 'ConfigMap', configMap) : []),
      ]),
    ]),
    ...containers.flatMap((container) => [
      ...container.envFrom.flatMap(({ configMapRef }) => missing(scope, of, 'ConfigMap', configMapRef.name)),
      ...container.volumeMounts
        .filter(
          ({ name }) => !volumes.some((volume) => volume.name === name) && !isClaimed(scope, pods, name),
        )
        .map(({ name }) => `${of} mounts ${name}, which is no volume.`),
      ...[container.startupProbe, container.livenessProbe, container.readinessProbe]
        .filter((probe) => probe && !container.ports.some(({ name }) => name === probe.httpGet.port))
        .map((probe) => `${of} is probed at ${probe?.httpGet.port}, which is no port.`),
    ]),
  ];
}

/** Whether a StatefulSet makes a volume of this name. */
function isClaimed(scope: Scope, { kind, name }: Pods, volume: string): boolean {
  const found = scope.manifests.find((each) => each.kind === kind && each.metadata.name === name);
  const claims = z.object({
    volumeClaimTemplates: z.array(z.object({ metadata: z.object({ name: z.string() }) })).default([]),
  });
  return (
    found !== undefined &&
    specOf(found, claims).volumeClaimTemplates.some((each) => each.metadata.name === volume)
  );
}
