import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { text } from 'node:stream/consumers';
import { promisify } from 'node:util';
import { z } from 'zod';
import { PROJECT_ROOT } from '../../embedded/paths.ts';
import { environment } from '../../platform/config/environment.ts';

type Variables = Readonly<Record<string, string | undefined>>;

const MAX_OUTPUT_BYTES = 64 * 2 ** 20;

/** Runs `docker` in the project's folder and returns what it prints. Rejects with its errors if it fails. */
export async function docker(
  args: readonly string[],
  { env, timeoutMs }: { readonly env?: Variables; readonly timeoutMs?: number } = {},
): Promise<string> {
  const options = { cwd: PROJECT_ROOT, env: { ...environment, ...env }, maxBuffer: MAX_OUTPUT_BYTES };
  const limit = timeoutMs === undefined ? {} : { timeout: timeoutMs };
  return (await promisify(execFile)('docker', [...args], { ...options, ...limit })).stdout.trim();
}

/** Runs a program and resolves to its exit status and all that it prints. */
export async function runProgram(
  args: readonly string[],
  more: Variables,
): Promise<{ readonly status: number | null; readonly output: string }> {
  const program = spawn(process.execPath, [...args], {
    cwd: PROJECT_ROOT,
    env: { ...environment, ...more },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const [out, err] = [text(program.stdout), text(program.stderr)];
  const [status] = await once(program, 'close');
  return { status: typeof status === 'number' ? status : null, output: (await out) + (await err) };
}

/** Why there is no usable container engine; undefined if there is one. */
export async function missingEngine(): Promise<string | undefined> {
  try {
    await docker(['version', '--format', '{{.Server.Version}}']);
    await docker(['compose', 'version']);
    return undefined;
  } catch {
    return 'There is no container engine with Docker Compose: `docker version` and `docker compose version` have to work here.';
  }
}

const inspected = z.array(
  z.object({
    RestartCount: z.number(),
    State: z.object({
      Status: z.string(),
      ExitCode: z.number(),
      Health: z.object({ Status: z.string() }).optional(),
    }),
    Config: z.object({ Labels: z.record(z.string(), z.string()) }),
  }),
);

/** A container of a project. */
export type Container = {
  readonly service: string;
  readonly status: string;
  readonly health: string | undefined;
  readonly exitCode: number;
  readonly restarts: number;
};

const PROJECT = 'com.docker.compose.project';
const SERVICE = 'com.docker.compose.service';

/** The containers of a project, running or not. */
export async function containersOf(project: string): Promise<readonly Container[]> {
  const ids = await docker(['ps', '--all', '--quiet', '--filter', `label=${PROJECT}=${project}`]);
  if (ids === '') return [];
  return inspected
    .parse(JSON.parse(await docker(['inspect', ...ids.split('\n')])))
    .map(({ RestartCount, State, Config }) => ({
      service: Config.Labels[SERVICE] ?? '',
      status: State.Status,
      health: State.Health?.Status,
      exitCode: State.ExitCode,
      restarts: RestartCount,
    }));
}

/** The names of the containers, volumes and networks that a project has left. */
export async function remainsOf(project: string): Promise<readonly string[]> {
  const filter = ['--filter', `label=${PROJECT}=${project}`, '--format'];
  const lists = await Promise.all([
    docker(['ps', '--all', ...filter, '{{.Names}}']),
    docker(['volume', 'ls', ...filter, '{{.Name}}']),
    docker(['network', 'ls', ...filter, '{{.Name}}']),
  ]);
  return lists.flatMap((list) => list.split('\n').filter(Boolean));
}

const usage = z.object({ Name: z.string(), MemUsage: z.string() });

/** The memory of each running container of a project, as `docker stats` prints it, by service. */
export async function memoryOf(project: string): Promise<Readonly<Record<string, string>>> {
  const lines = (await docker(['stats', '--no-stream', '--format', 'json'])).split('\n').filter(Boolean);
  return Object.fromEntries(
    lines
      .map((line) => usage.parse(JSON.parse(line)))
      .filter(({ Name }) => Name.startsWith(`${project}-`))
      .map(({ Name, MemUsage }) => [
        Name.slice(project.length + 1).replace(/-\d+$/, ''),
        MemUsage.split(' / ')[0] ?? '',
      ]),
  );
}
