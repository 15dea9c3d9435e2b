import type { ImageDefaults } from '../compose.ts';
import type { MountedFile, Workload } from '../workload.ts';
import { type Container, dataOf, type Manifest, type Pods } from './manifests.ts';
import { find, type Scope } from './scope.ts';

/** The name by which `images` of Kustomize knows the image of this project's programs. */
const PROGRAM = 'program';

/**
 * The pods that run the image of this project as workloads. Throws if one has more than one container.
 *
 * @param image what the Dockerfile gives every container
 * @param fileOf the file that a secret was made from, by its value; the name and key of one of an operator
 */
export function workloadsOf(
  scope: Scope,
  image: ImageDefaults,
  fileOf: (secret: Manifest, key: string) => string,
): readonly Workload[] {
  return scope.pods
    .filter(({ spec }) => spec.containers.some(({ name }) => name === PROGRAM))
    .map((pods) => {
      const [container, ...others] = pods.spec.containers;
      if (!container || others.length > 0) throw new Error(`${pods.name} has not one container`);
      const preStopSeconds = container.lifecycle?.preStop.sleep?.seconds ?? 0;
      return {
        name: pods.name,
        command: container.command,
        environment: { ...image.environment, ...environmentOf(container, scope) },
        files: pods.spec.volumes.flatMap((volume) => filesOf(volume, container, scope, fileOf)),
        probes: [container.startupProbe, container.livenessProbe, container.readinessProbe].flatMap(
          (probe) =>
            probe ? [{ port: portOf(container, probe.httpGet.port), path: probe.httpGet.path }] : [],
        ),
        graceMs: (pods.spec.terminationGracePeriodSeconds - preStopSeconds) * 1_000,
      };
    });
}

/** The number of a named port; 0 for one that there is not. */
export function portOf({ ports }: Container, name: string): number {
  return ports.find((each) => each.name === name)?.containerPort ?? 0;
}

function environmentOf({ env, envFrom }: Container, scope: Scope): Readonly<Record<string, string>> {
  const maps = envFrom.map(({ configMapRef }) => find(scope, 'ConfigMap', configMapRef.name));
  return {
    ...Object.assign({}, ...maps.map((map) => (map ? dataOf(map) : {}))),
    ...Object.fromEntries(env.map(({ name, value = '' }) => [name, value])),
  };
}

type Volume = Pods['spec']['volumes'][number];

function filesOf(
  volume: Volume,
  { volumeMounts }: Container,
  scope: Scope,
  fileOf: (secret: Manifest, key: string) => string,
): readonly MountedFile[] {
  const folder = volumeMounts.find(({ name }) => name === volume.name)?.mountPath ?? '';
  const secrets = [
    ...(volume.secret ? [{ name: volume.secret.secretName, items: volume.secret.items }] : []),
    ...(volume.projected?.sources ?? []).flatMap(({ secret }) => (secret ? [secret] : [])),
  ];
  return secrets.flatMap(({ name, items }) => {
    const secret = find(scope, 'Secret', name);
    if (!secret) return [];
    const keys = items ?? Object.keys(dataOf(secret)).map((key) => ({ key, path: key }));
    return keys.map(({ key, path }) => ({
      path: `${folder}/${path}`,
      from: { secret: fileOf(secret, key) },
    }));
  });
}
