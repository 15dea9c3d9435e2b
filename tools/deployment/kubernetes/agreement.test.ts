import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { z } from 'zod';
import { ROUTER, SERVICES } from '../../../embedded/launcher/services.ts';
import { usersOf } from '../../../embedded/launcher/settings-table.ts';
import { parseDuration } from '../../../platform/config/duration.ts';
import { createKubernetesCredentials, FOREIGN_FILES } from '../../containers/kubernetes-credentials.ts';
import { ROOT } from '../../run.ts';
import { readCode } from '../code.ts';
import { byKind, dataOf } from './manifests.ts';
import { find, specOf } from './scope.ts';
import { callersOf } from './testing/expected.ts';
import { FOLDER, renderAll, secretFiles } from './testing/rendered.ts';
import { workloadsIn } from './testing/workloads.ts';
import { portOf } from './workloads.ts';

const rendered = await renderAll();
const { scope } = rendered.of('linkerd');
const workloads = workloadsIn(scope);
const code = readCode();
const credentials = createKubernetesCredentials({ tokens: {}, keys: '{}' }).secrets;

describe('the secrets', () => {
  test('are made from the files that npm run credentials writes, and from those of others', async () => {
    expect((await secretFiles()).toSorted()).toEqual(
      [...Object.keys(credentials), ...FOREIGN_FILES].toSorted(),
    );
  });

  test('have addresses of services that there are, and files that programs have', () => {
    const urls = Object.entries(credentials).filter(([name]) => name.endsWith('_url'));
    expect(urls.length).toBeGreaterThan(2 * SERVICES.length);
    for (const [name, value] of urls) {
      const url = new URL(value);
      const service = find(scope, 'Service', url.hostname);
      const ports = service
        ? specOf(service, z.object({ ports: z.array(z.object({ port: z.number() })) })).ports
        : [];
      expect(
        ports.map(({ port }) => String(port)),
        name,
      ).toContain(url.port);
      const certificate = url.searchParams.get('sslrootcert');
      const program = workloads.find((each) => name.startsWith(`${each.name}_`));
      if (certificate !== null) expect(program?.files.map(({ path }) => path)).toContain(certificate);
    }
  });

  test('are not in the repository', async () => {
    const ignored = await readFile(join(ROOT, '.gitignore'), 'utf8');
    expect(ignored.split('\n')).toContain('deploy/k8s/secrets/files/');
    for (const each of [...rendered.of('large').programs, ...rendered.of('large').stores])
      expect(each.kind).not.toBe('Secret');
  });
});

describe('the stores', () => {
  test('know the users that the code has', () => {
    const role = z.object({ name: z.string() });
    const [cluster] = byKind(scope.manifests, 'Cluster');
    const [mongodb] = byKind(scope.manifests, 'MongoDBCommunity');
    const roles = cluster && specOf(cluster, z.object({ managed: z.object({ roles: z.array(role) }) }));
    expect(roles?.managed.roles.map(({ name }) => name).toSorted()).toEqual(usersOf('postgres').toSorted());
    const databases = byKind(scope.manifests, 'Database').map((each) => specOf(each, role).name);
    expect(databases.toSorted()).toEqual(usersOf('postgres').toSorted());
    const user = z.object({
      name: z.string(),
      db: z.string(),
      roles: z.array(z.object({ name: z.string(), db: z.string() })),
    });
    const users = mongodb && specOf(mongodb, z.object({ users: z.array(user) })).users;
    expect(users?.filter(({ name }) => name !== 'backup')).toEqual(
      usersOf('mongodb').map((name) => ({ name, db: name, roles: [{ name: 'readWrite', db: name }] })),
    );
  });

  test('NATS listens where its configuration says, and has time to send clients away', async () => {
    const config = await readFile(join(FOLDER, 'stores/base/nats.conf'), 'utf8');
    const nats = scope.pods.find(({ name }) => name === 'nats');
    const [container] = nats?.spec.containers ?? [];
    if (!nats || !container) throw new Error('There is no NATS');
    for (const [name, pattern] of [
      ['client', /^listen: "0\.0\.0\.0:(\d+)"$/m],
      ['cluster', /^cluster .*listen: "0\.0\.0\.0:(\d+)"/m],
      ['monitor', /^http: "0\.0\.0\.0:(\d+)"$/m],
    ] as const)
      expect(pattern.exec(config)?.[1]).toBe(String(portOf(container, name)));
    const { replicas, serviceName } = specOf(
      scope.manifests.find(({ kind }) => kind === 'StatefulSet') ?? Object.assign({}),
      z.object({ replicas: z.int(), serviceName: z.string() }),
    );
    const routes = [...config.matchAll(/nats:\/\/([^"]+)"/g)].map(([, route]) => route);
    expect(routes).toEqual(
      Array.from(
        { length: replicas },
        (_, index) => `nats-${index}.${serviceName}:${portOf(container, 'cluster')}`,
      ),
    );
    const streams = scope.pods.find(({ name }) => name === 'streams')?.spec.containers[0]?.command;
    expect(streams?.slice(-2)).toEqual(['--replicas', String(replicas)]);
    const lameMs = [...config.matchAll(/^lame_duck_\w+: (\S+)$/gm)].map(
      ([, text = '']) => parseDuration(text) ?? 0,
    );
    expect(lameMs).toHaveLength(2);
    expect(nats.spec.terminationGracePeriodSeconds * 1_000).toBeGreaterThan(
      lameMs.reduce((sum, ms) => sum + ms),
    );
  });
});

test('routes lead to paths that their programs serve', () => {
  const rule = z.object({
    matches: z.array(z.object({ path: z.object({ value: z.string() }) })).default([]),
    backendRefs: z.array(z.object({ name: z.string() })).default([]),
  });
  const rules = byKind(scope.manifests, 'HTTPRoute').flatMap(
    (each) => specOf(each, z.object({ rules: z.array(rule) })).rules,
  );
  const served = rules.flatMap(({ matches, backendRefs }) =>
    matches.flatMap(({ path }) => backendRefs.map(({ name }) => ({ name, path: path.value }))),
  );
  expect(served.map(({ name }) => name).toSorted()).toEqual(['payment', 'router']);
  const programs = [...SERVICES, ROUTER];
  for (const { name, path } of served)
    expect(code.quotes(programs.find((each) => each.name === name)?.main ?? '', path), path).toBe(true);
});

describe('F11 Autoscaling (HPA): the metrics of autoscalers', () => {
  const metric = z.object({ metric: z.object({ name: z.string() }) }).optional();
  const metrics = byKind(scope.manifests, 'HorizontalPodAutoscaler').flatMap((each) =>
    specOf(each, z.object({ metrics: z.array(z.object({ pods: metric, external: metric })) }))
      .metrics.flatMap(({ pods, external }) => [pods, external])
      .flatMap((found) => (found ? [{ program: each.metadata.name, name: found.metric.name }] : [])),
  );

  test('are those of the programs', () => {
    expect(metrics.map(({ program }) => program)).toContain(ROUTER.name);
    const programs = [...SERVICES, ROUTER];
    for (const { program, name } of metrics) {
      const main = programs.find((each) => each.name === program)?.main ?? '';
      expect(code.quotes(main, name), `${name} of ${program}`).toBe(true);
    }
  });

  test('are what the Prometheus adapter serves', async () => {
    const query = z.object({ seriesQuery: z.string() });
    const { rules } = z
      .object({ rules: z.object({ custom: z.array(query), external: z.array(query).default([]) }) })
      .parse(parse(await readFile(join(FOLDER, 'components/monitoring/adapter-values.yaml'), 'utf8')));
    const served = [...rules.custom, ...rules.external].map(({ seriesQuery }) => seriesQuery.split('{')[0]);
    expect(new Set(served)).toEqual(new Set(metrics.map(({ name }) => name)));
  });
});

test('F15 Service mesh: it lets those in who ask others', () => {
  const accounts = byKind(scope.manifests, 'MeshTLSAuthentication').flatMap(
    (each) => specOf(each, z.object({ identityRefs: z.array(z.object({ name: z.string() })) })).identityRefs,
  );
  const callers = new Set([...callersOf(workloads).values()].flat());
  expect(new Set(accounts.map(({ name }) => name))).toEqual(callers);
});

test('F8 Deployment pipeline: the workflow names the image by its digest', async () => {
  const workflow = await readFile(join(ROOT, '.github/workflows/deploy.yml'), 'utf8');
  const [, script = '', file = ''] = /sed -i "([^"]+)" (deploy\/k8s\/\S+)$/m.exec(workflow) ?? [];
  const digest = `sha256:${'0'.repeat(64)}`;
  const edits = [...script.matchAll(/s\|([^|]+)\|([^|]+)\|/g)];
  expect(edits).toHaveLength(2);
  const deployed = await renderAll(async (folder) => {
    const path = join(folder, file.replace('deploy/k8s/', ''));
    let text = await readFile(path, 'utf8');
    for (const [, from = '', to = ''] of edits)
      text = text.replace(
        new RegExp(from),
        to.replace('$IMAGE', 'example.org/image').replace('$DIGEST', digest),
      );
    await writeFile(path, text);
  });
  const images = deployed
    .of('small')
    .scope.pods.flatMap(({ spec }) => spec.containers.filter(({ name }) => name === 'program'))
    .map(({ image }) => image);
  expect(images).toHaveLength(SERVICES.length + 2);
  expect(new Set(images)).toEqual(new Set([`example.org/image@${digest}`]));
});

test('F12 ConfigMap: programs and their settings are replaced together', () => {
  for (const { name, spec } of scope.pods.filter(({ kind }) => kind === 'Deployment')) {
    const maps = spec.containers.flatMap(({ envFrom }) =>
      envFrom.map(({ configMapRef }) => configMapRef.name),
    );
    expect(maps).toEqual([
      expect.stringMatching(/^programs-[0-9a-z]{10}$/),
      expect.stringMatching(new RegExp(`^${name}-[0-9a-z]{10}$`)),
    ]);
    for (const map of maps) {
      const found = find(scope, 'ConfigMap', map);
      expect(found && Object.keys(dataOf(found)).length).toBeGreaterThan(0);
    }
  }
});
