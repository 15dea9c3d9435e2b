import { z } from 'zod';
import { byKind, type Manifest, namedLabels, type Pods, readSelector, selects } from './manifests.ts';
import { operatorsMake } from './operators.ts';

/** Everything that is in one namespace, by which references are resolved. */
export type Scope = {
  readonly manifests: readonly Manifest[];
  readonly pods: readonly Pods[];
};

/** A part of a manifest's `spec`; throws if it has another form. */
export function specOf<Schema extends z.ZodType>(manifest: Manifest, schema: Schema): z.output<Schema> {
  return schema.parse(manifest.spec);
}

/** A manifest of a kind by its name; those that operators make have no content. */
export function find({ manifests }: Scope, kind: string, name: string): Manifest | undefined {
  return [...manifests, ...operatorsMake(manifests)].find(
    (each) => each.kind === kind && each.metadata.name === name,
  );
}

/** A finding unless there is such a manifest. */
export function missing(scope: Scope, of: string, kind: string, name: string): readonly string[] {
  return find(scope, kind, name) ? [] : [`${of} names the ${kind} ${name}, which does not exist.`];
}

/** The labels of all pods that there are, those of operators included. */
function labelsOf({ manifests, pods }: Scope): readonly Readonly<Record<string, string>>[] {
  const ofOperators = byKind(operatorsMake(manifests), 'Pod').map(({ metadata }) => metadata.labels);
  return [...pods.map(({ labels }) => labels), ...ofOperators];
}

/** Each value of a selector selects some pod, so that a misspelled one is found. */
export function selectorFindings(of: Manifest, value: unknown, scope: Scope): readonly string[] {
  const all = labelsOf(scope);
  return namedLabels(readSelector(value))
    .filter((matchLabels) => !all.some((labels) => selects({ matchLabels, matchExpressions: [] }, labels)))
    .map((labels) => `${of.kind} ${of.metadata.name} selects ${JSON.stringify(labels)}, which no pod has.`);
}

type Keys = { readonly name: string; readonly items?: readonly { readonly key: string }[] | undefined };

/** Findings unless there is such a ConfigMap or Secret, with these keys. */
export function keyFindings(
  scope: Scope,
  of: string,
  kind: string,
  { name, items = [] }: Keys,
): readonly string[] {
  const found = find(scope, kind, name);
  if (!found) return missing(scope, of, kind, name);
  const { data } = z.object({ data: z.record(z.string(), z.unknown()) }).parse(found);
  return items
    .filter(({ key }) => !(key in data))
    .map(({ key }) => `${of} names ${key} of the ${kind} ${name}, which has no such key.`);
}

/** The pods that a selector in a manifest selects. */
export function selected(scope: Scope, value: unknown): readonly Pods[] {
  const wanted = readSelector(value);
  return scope.pods.filter(({ labels }) => selects(wanted, labels));
}

/** Whether pods have a port of this name or number. */
export function hasPort({ spec }: Pods, port: string | number): boolean {
  return spec.containers.some(({ ports }) =>
    ports.some(({ name, containerPort }) => name === port || containerPort === port),
  );
}
