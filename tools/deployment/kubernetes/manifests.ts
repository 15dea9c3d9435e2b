import { z } from 'zod';
import type { Document } from './kubectl.ts';

const names = z.record(z.string(), z.string()).default({});

const manifest = z.looseObject({
  apiVersion: z.string(),
  kind: z.string(),
  metadata: z.looseObject({ name: z.string(), labels: names, annotations: names }),
});

/** A document with what every one has. */
export type Manifest = z.infer<typeof manifest>;

/** Throws for a document that is no manifest. */
export function readManifests(documents: readonly Document[]): readonly Manifest[] {
  return documents.map((each) => manifest.parse(each));
}

const selector = z.object({
  matchLabels: names,
  matchExpressions: z
    .array(z.object({ key: z.string(), operator: z.enum(['In', 'NotIn']), values: z.array(z.string()) }))
    .default([]),
});

export type Selector = z.infer<typeof selector>;

const keyToPath = z.object({ key: z.string(), path: z.string() });
const projection = z.object({
  secret: z.object({ name: z.string(), items: z.array(keyToPath).optional() }).optional(),
  configMap: z.object({ name: z.string(), items: z.array(keyToPath).optional() }).optional(),
});
const volume = z.object({
  name: z.string(),
  secret: z.object({ secretName: z.string(), items: z.array(keyToPath).optional() }).optional(),
  projected: z.object({ sources: z.array(projection) }).optional(),
  persistentVolumeClaim: z.object({ claimName: z.string() }).optional(),
  emptyDir: z.object({ sizeLimit: z.string() }).optional(),
});

const probe = z.object({
  httpGet: z.object({ path: z.string(), port: z.string() }),
  timeoutSeconds: z.number().default(1),
  periodSeconds: z.number().default(10),
  failureThreshold: z.number().default(3),
});

const quantities = z.object({ cpu: z.string().optional(), memory: z.string() });

const container = z.object({
  name: z.string(),
  image: z.string(),
  command: z.array(z.string()),
  env: z.array(z.object({ name: z.string(), value: z.string().optional() })).default([]),
  envFrom: z.array(z.object({ configMapRef: z.object({ name: z.string() }) })).default([]),
  ports: z.array(z.object({ name: z.string(), containerPort: z.number() })).default([]),
  startupProbe: probe.optional(),
  livenessProbe: probe.optional(),
  readinessProbe: probe.optional(),
  lifecycle: z
    .object({ preStop: z.object({ sleep: z.object({ seconds: z.number() }).optional() }) })
    .optional(),
  resources: z.object({ requests: quantities, limits: quantities }),
  securityContext: z.looseObject({}).default({}),
  volumeMounts: z.array(z.object({ name: z.string(), mountPath: z.string() })).default([]),
});

export type Container = z.infer<typeof container>;

const podSpec = z.object({
  serviceAccountName: z.string().optional(),
  automountServiceAccountToken: z.boolean().optional(),
  terminationGracePeriodSeconds: z.number().default(30),
  securityContext: z.looseObject({}).default({}),
  topologySpreadConstraints: z.array(z.object({ labelSelector: selector })).default([]),
  containers: z.array(container).min(1),
  volumes: z.array(volume).default([]),
});

const template = z.object({
  metadata: z.object({ labels: names, annotations: names }),
  spec: podSpec,
});
const workload = z.object({ selector: selector.optional(), template });

/** Pods that a manifest makes. */
export type Pods = {
  /** The name of the manifest. */
  readonly name: string;
  readonly kind: string;
  /** Those of its own that it looks for; undefined for a Job, which finds them itself. */
  readonly selector: Selector | undefined;
  readonly labels: Readonly<Record<string, string>>;
  readonly annotations: Readonly<Record<string, string>>;
  readonly spec: z.infer<typeof podSpec>;
};

const KINDS_WITH_PODS: ReadonlySet<string> = new Set(['Deployment', 'StatefulSet', 'Job', 'CronJob']);

/** The pods that manifests make, without those of operators. Throws if one has no limits or no command. */
export function podsOf(manifests: readonly Manifest[]): readonly Pods[] {
  return manifests
    .filter(({ kind }) => KINDS_WITH_PODS.has(kind))
    .map(({ kind, metadata, ...rest }) => {
      const { spec } = z.object({ spec: z.looseObject({}) }).parse(rest);
      const inner =
        kind === 'CronJob'
          ? z.object({ jobTemplate: z.object({ spec: z.unknown() }) }).parse(spec).jobTemplate.spec
          : spec;
      const found = workload.parse(inner);
      const { labels, annotations } = found.template.metadata;
      const name = metadata.name;
      return { name, kind, selector: found.selector, labels, annotations, spec: found.template.spec };
    });
}

/** The label selector at a place of a manifest; throws for one of another form. */
export function readSelector(value: unknown): Selector {
  return selector.parse(value);
}

/** Whether pods with these labels are selected. */
export function selects(wanted: Selector, labels: Readonly<Record<string, string>>): boolean {
  return (
    Object.entries(wanted.matchLabels).every(([key, value]) => labels[key] === value) &&
    wanted.matchExpressions.every(
      ({ key, operator, values }) => values.includes(labels[key] ?? '') === (operator === 'In'),
    )
  );
}

/** The labels that a selector names, one set for each value of a list. */
export function namedLabels({ matchLabels, matchExpressions }: Selector): readonly Record<string, string>[] {
  return matchExpressions.reduce<readonly Record<string, string>[]>(
    (sets, { key, operator, values }) =>
      operator === 'In' ? sets.flatMap((each) => values.map((value) => ({ ...each, [key]: value }))) : sets,
    [matchLabels],
  );
}

/** What a ConfigMap or a Secret has, by its keys; base64 in a Secret. */
export function dataOf(each: Manifest): Readonly<Record<string, string>> {
  return z.object({ data: names }).parse(each).data;
}

export function byKind(manifests: readonly Manifest[], kind: string): readonly Manifest[] {
  return manifests.filter((each) => each.kind === kind);
}
