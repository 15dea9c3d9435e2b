import { z } from 'zod';
import { byKind, type Manifest, namedLabels, type Pods, readSelector, type Selector, selects } from './manifests.ts';
import { operatorsMake } from './operators.ts';

/** Everything that is in one namespace, by which references are resolved. */
export type Scope = {
  readonly manifests: readonly Manifest[];
  readonly pods: readonly Pods[];
};

/**
 * What manifests name and is not there: selectors that select nothing, ports, keys, accounts, targets.
 *
 * @returns what is wrong, in a sentence each
 */
export function referenceFindings(scope: Scope): readonly string[] {
  return [
    ...duplicates(scope),
    ...scope.pods.flatMap((pods) => podFindings(pods, scope)),
    ...byKind(scope.manifests, 'Service').flatMap((each) => serviceFindings(each, scope)),
    ...byKind(scope.manifests, 'HorizontalPodAutoscaler').flatMap((each) => autoscalerFindings(each, scope)),
    ...byKind(scope.manifests, 'PodDisruptionBudget').flatMap((each) =>
      selectorFindings(each, specOf(each, z.object({ selector: z.unknown() })).selector, scope),
    ),
    ...byKind(scope.manifests, 'PodMonitor').flatMap((each) => monitorFindings(each, scope)),
    ...byKind(scope.manifests, 'NetworkPolicy').flatMap((each) => policyFindings(each, scope)),
    ...byKind(scope.manifests, 'HTTPRoute').flatMap((each) => routeFindings(each, scope)),
  ];
}

function specOf<Schema extends z.ZodType>(manifest: Manifest, schema: Schema): z.output<Schema> {
  return z.object({ spec: schema }).parse(manifest).spec;
}

/** A manifest of a kind by its name; those that operators make have no content. */
export function find({ manifests }: Scope, kind: string, name: string): Manifest | undefined {
  return [...manifests, ...operatorsMake(manifests)].find(
    (each) => each.kind === kind && each.metadata.name === name,
  );
}

function missing(scope: Scope, of: string, kind: string, name: string): readonly string[] {
  return find(scope, kind, name) ? [] : [`${of} names the ${kind} ${name}, which does not exist.`];
}

function duplicates({ manifests }: Scope): readonly string[] {
  const names = manifests.map(({ kind, metadata }) => `${kind} ${metadata.name}`);
  return [...new Set(names.filter((each, index) => names.indexOf(each) !== index))].map(
    (each) => `${each} is there twice.`,
  );
}

/** The labels of all pods that there are, those of operators included. */
function labelsOf({ manifests, pods }: Scope): readonly Readonly<Record<string, string>>[] {
  const ofOperators = byKind(operatorsMake(manifests), 'Pod').map(({ metadata }) => metadata.labels);
  return [...pods.map(({ labels }) => labels), ...ofOperators];
}

/** Each value of a selector selects some pod, so that a misspelled one is found. */
function selectorFindings(of: Manifest, value: unknown, scope: Scope): readonly string[] {
  const all = labelsOf(scope);
  return namedLabels(readSelector(value))
    .filter((matchLabels) => !all.some((labels) => selects({ matchLabels, matchExpressions: [] }, labels)))
    .map(
      (labels) => `${of.kind} ${of.metadata.name} selects ${JSON.stringify(labels)}, which no pod has.`,
    );
}

function podFindings(pods: Pods, scope: Scope): readonly string[] {
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
        .filter(({ name }) => !volumes.some((volume) => volume.name === name) && !isClaimed(scope, pods, name))
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
    volumeClaimTemplates: z
      .array(z.object({ metadata: z.object({ name: z.string() }) }))
      .default([]),
  });
  return found !== undefined && specOf(found, claims).volumeClaimTemplates.some((each) => each.metadata.name === volume);
}

type Keys = { readonly name: string; readonly items?: readonly { readonly key: string }[] | undefined };

function keyFindings(scope: Scope, of: string, kind: string, { name, items = [] }: Keys): readonly string[] {
  const found = find(scope, kind, name);
  if (!found) return missing(scope, of, kind, name);
  const { data } = z.object({ data: z.record(z.string(), z.unknown()) }).parse(found);
  return items
    .filter(({ key }) => !(key in data))
    .map(({ key }) => `${of} names ${key} of the ${kind} ${name}, which has no such key.`);
}

/** The pods that a selector in a manifest selects. */
function selected(scope: Scope, value: unknown): readonly Pods[] {
  const wanted = readSelector(value);
  return scope.pods.filter(({ labels }) => selects(wanted, labels));
}

function hasPort({ spec }: Pods, port: string | number): boolean {
  return spec.containers.some(({ ports }) =>
    ports.some(({ name, containerPort }) => name === port || containerPort === port),
  );
}

function serviceFindings(service: Manifest, scope: Scope): readonly string[] {
  const spec = specOf(
    service,
    z.object({
      selector: z.record(z.string(), z.string()),
      ports: z.array(z.object({ targetPort: z.union([z.string(), z.number()]) })),
    }),
  );
  const pods = selected(scope, { matchLabels: spec.selector });
  return [
    ...selectorFindings(service, { matchLabels: spec.selector }, scope),
    ...pods.flatMap((each) =>
      spec.ports
        .filter(({ targetPort }) => !hasPort(each, targetPort))
        .map(({ targetPort }) => `Service ${service.metadata.name} leads to ${targetPort}, which ${each.name} lacks.`),
    ),
  ];
}

function autoscalerFindings(autoscaler: Manifest, scope: Scope): readonly string[] {
  const target = z.object({ scaleTargetRef: z.object({ kind: z.string(), name: z.string() }) });
  const { kind, name } = specOf(autoscaler, target).scaleTargetRef;
  return missing(scope, `HorizontalPodAutoscaler ${autoscaler.metadata.name}`, kind, name);
}

function monitorFindings(monitor: Manifest, scope: Scope): readonly string[] {
  const spec = specOf(
    monitor,
    z.object({ selector: z.unknown(), podMetricsEndpoints: z.array(z.object({ port: z.string() })) }),
  );
  const pods = selected(scope, spec.selector);
  return [
    ...selectorFindings(monitor, spec.selector, scope),
    ...spec.podMetricsEndpoints
      .filter(({ port }) => !pods.some((each) => hasPort(each, port)))
      .map(({ port }) => `PodMonitor ${monitor.metadata.name} reads ${port}, which no pod has.`),
  ];
}

const peer = z.strictObject({
  podSelector: z.unknown().optional(),
  namespaceSelector: z.unknown().optional(),
  ipBlock: z.unknown().optional(),
});
const rules = z
  .array(
    z.object({
      from: z.array(peer).default([]),
      to: z.array(peer).default([]),
      ports: z.array(z.object({ port: z.union([z.string(), z.number()]) })).default([]),
    }),
  )
  .default([]);

export const networkPolicy = z.object({ podSelector: z.unknown(), ingress: rules, egress: rules });

function policyFindings(policy: Manifest, scope: Scope): readonly string[] {
  const { podSelector, ingress, egress } = specOf(policy, networkPolicy);
  const peers = [...ingress, ...egress].flatMap(({ from, to }) => [...from, ...to]);
  const named = ingress.flatMap(({ ports }) => ports.map(({ port }) => port));
  return [
    ...selectorFindings(policy, podSelector, scope),
    // Those of other namespaces are not here.
    ...peers
      .filter((each) => each.podSelector !== undefined && each.namespaceSelector === undefined)
      .flatMap((each) => selectorFindings(policy, each.podSelector, scope)),
    ...selected(scope, podSelector).flatMap((pods) =>
      named
        .filter((port) => typeof port === 'string' && !hasPort(pods, port))
        .map((port) => `NetworkPolicy ${policy.metadata.name} opens ${port}, which ${pods.name} lacks.`),
    ),
  ];
}

function routeFindings(route: Manifest, scope: Scope): readonly string[] {
  const spec = specOf(
    route,
    z.object({
      parentRefs: z.array(z.object({ name: z.string(), sectionName: z.string() })),
      hostnames: z.array(z.string()),
      rules: z.array(
        z.object({ backendRefs: z.array(z.object({ name: z.string(), port: z.number() })).default([]) }),
      ),
    }),
  );
  const of = `HTTPRoute ${route.metadata.name}`;
  const listeners = z.object({ listeners: z.array(z.object({ name: z.string(), hostname: z.string() })) });
  const ports = z.object({ ports: z.array(z.object({ port: z.number() })) });
  return [
    ...spec.parentRefs.flatMap(({ name, sectionName }) => {
      const gateway = find(scope, 'Gateway', name);
      if (!gateway) return missing(scope, of, 'Gateway', name);
      const listener = specOf(gateway, listeners).listeners.find((each) => each.name === sectionName);
      return listener && spec.hostnames.every((each) => each === listener.hostname)
        ? []
        : [`${of} is for ${spec.hostnames.join(', ')} at ${sectionName}, where the gateway does not listen.`];
    }),
    ...spec.rules.flatMap(({ backendRefs }) =>
      backendRefs.flatMap(({ name, port }) => {
        const service = find(scope, 'Service', name);
        if (!service) return missing(scope, of, 'Service', name);
        return specOf(service, ports).ports.some((each) => each.port === port)
          ? []
          : [`${of} leads to port ${port} of ${name}, which has no such port.`];
      }),
    ),
  ];
}
