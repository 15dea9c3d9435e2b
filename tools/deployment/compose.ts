import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { z } from 'zod';
import { parseDuration } from '../../platform/config/duration.ts';
import { ROOT } from '../run.ts';
import type { MountedFile, Probe, Workload } from './workload.ts';

const SECRETS = '/run/secrets';
/** What Docker waits without a setting. */
const DEFAULT_GRACE = '10s';

const secretUse = z.union([
  z.string().transform((source) => ({ source, target: source })),
  z.object({ source: z.string(), target: z.string() }),
]);

const service = z.object({
  image: z.string(),
  command: z.array(z.string()).optional(),
  user: z.string().optional(),
  environment: z.record(z.string(), z.string()).default({}),
  secrets: z.array(secretUse).default([]),
  ports: z.array(z.string()).default([]),
  networks: z.array(z.string()),
  volumes: z.array(z.string()).default([]),
  depends_on: z.record(z.string(), z.object({ condition: z.string() })).default({}),
  healthcheck: z.object({ disable: z.boolean().optional(), test: z.array(z.string()).optional() }).optional(),
  restart: z.string(),
  read_only: z.literal(true),
  cap_drop: z.tuple([z.literal('ALL')]),
  security_opt: z.tuple([z.literal('no-new-privileges:true')]),
  stop_grace_period: z.string().default(DEFAULT_GRACE),
  deploy: z.object({
    resources: z.object({ limits: z.object({ cpus: z.string(), memory: z.string() }) }),
  }),
});

export type ComposeService = z.infer<typeof service>;

const composeFile = z.object({
  services: z.record(z.string(), service),
  networks: z.record(z.string(), z.unknown()),
  volumes: z.record(z.string(), z.unknown()),
  secrets: z.record(z.string(), z.object({ file: z.string() })),
});

export type ComposeFile = z.infer<typeof composeFile>;

/** Parses docker-compose.yml. Throws if a service has no limits, or may do more than the others. */
export function parseCompose(text: string): ComposeFile {
  return composeFile.parse(parse(text, { merge: true }));
}

export function readCompose(): ComposeFile {
  return parseCompose(readFileSync(join(ROOT, 'docker-compose.yml'), 'utf8'));
}

/** The environment that the Dockerfile gives every container, and the health check that it has. */
export type ImageDefaults = { readonly environment: Readonly<Record<string, string>>; readonly probe: Probe };

export function readImageDefaults(): ImageDefaults {
  const dockerfile = readFileSync(join(ROOT, 'Dockerfile'), 'utf8');
  const pairs = /^ENV (.+)$/m.exec(dockerfile)?.[1]?.split(' ') ?? [];
  const environment = Object.fromEntries(
    pairs.map((pair) => {
      const at = pair.indexOf('=');
      return [pair.slice(0, at), pair.slice(at + 1)];
    }),
  );
  const check = /^HEALTHCHECK .*CMD \["node", "([^"]+)"\]$/m.exec(dockerfile)?.[1] ?? '';
  const path = /path: '([^']+)'/.exec(readFileSync(join(ROOT, check), 'utf8'))?.[1] ?? '';
  return { environment, probe: { port: Number(environment.PORT), path } };
}

/** The containers of docker-compose.yml as workloads. */
export function workloadsOf({ services }: ComposeFile, image: ImageDefaults): readonly Workload[] {
  return Object.entries(services).map(([name, each]) => {
    const isOurs = each.image.includes('meetingroom');
    const hasProbe = isOurs && each.healthcheck?.disable !== true;
    return {
      name,
      command: each.command,
      environment: { ...(isOurs ? image.environment : {}), ...each.environment },
      files: filesOf(each),
      probes: hasProbe ? [image.probe] : [],
      graceMs: parseDuration(each.stop_grace_period) ?? 0,
    };
  });
}

function filesOf({ secrets, volumes }: ComposeService): readonly MountedFile[] {
  return [
    ...secrets.map(({ source, target }) => ({
      path: target.startsWith('/') ? target : `${SECRETS}/${target}`,
      from: { secret: source },
    })),
    ...volumes
      .filter((volume) => volume.startsWith('./'))
      .map((volume) => {
        const [project = '', path = ''] = volume.slice(2).split(':');
        return { path, from: { project } };
      }),
  ];
}
