import { z } from 'zod';
import { customReferenceFindings } from './custom-references.ts';
import { byKind, type Manifest } from './manifests.ts';
import { podFindings } from './pod-references.ts';
import { find, hasPort, missing, type Scope, selected, selectorFindings, specOf } from './scope.ts';

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
    ...customReferenceFindings(scope),
  ];
}

function duplicates({ manifests }: Scope): readonly string[] {
  const names = manifests.map(({ kind, metadata }) => `${kind} ${metadata.name}`);
  return [...new Set(names.filter((each, index) => names.indexOf(each) !== index))].map(
    (each) => `${each} is there twice.`,
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
        .map(
          ({ targetPort }) =>
            `Service ${service.metadata.name} leads to ${targetPort}, which ${each.name} lacks.`,
        ),
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
