import { cp, mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { mongodbServer } from '../../embedded/mongodb/server.ts';
import { natsServer } from '../../embedded/nats/server.ts';
import { PROJECT_ROOT } from '../../embedded/paths.ts';
import { findBinaries } from '../../embedded/postgres/binaries.ts';
import { errorMessage } from '../../platform/errors.ts';
import { docker } from './docker.ts';

/** The image of the project, under a name of the test. */
export const IMAGE = 'meetingroom-test';

/** The services whose images come from registries and have stand-ins. */
const SERVERS = ['postgres', 'mongodb', 'nats', 'prometheus'] as const;

const PULL_LIMIT_MS = 300_000;

// With the network of the host, which works wherever the engine does.
const BUILD = ['build', '--quiet', '--network', 'host', '--pull=false'];

/** Builds the image and returns its size in bytes. */
export async function buildImage(): Promise<number> {
  await docker([...BUILD, '--tag', IMAGE, '.']);
  return Number(await docker(['image', 'inspect', '--format', '{{.Size}}', IMAGE]));
}

/** Pulls the images of the servers. Resolves to the reason if that is not possible. */
export async function pullServers(compose: Readonly<Record<string, string>>): Promise<string | undefined> {
  try {
    await docker(['compose', 'pull', '--quiet', ...SERVERS], { env: compose, timeoutMs: PULL_LIMIT_MS });
    return undefined;
  } catch (error) {
    return errorMessage(error).trim().split('\n').at(-1);
  }
}

/** Builds stand-ins for those images, out of the servers that `npm start` fetches. */
export async function buildStandIns(): Promise<void> {
  const context = await mkdtemp(join(tmpdir(), 'meetingroom-stand-ins-'));
  try {
    await stage(context);
    for (const server of SERVERS)
      await docker([
        ...BUILD,
        ...['--build-arg', `IMAGE=${IMAGE}`, '--target', server, '--tag', standInOf(server)],
        context,
      ]);
  } finally {
    await rm(context, { recursive: true, force: true });
  }
}

/** Removes the images of the test. */
export async function removeImages(): Promise<void> {
  const names = new Set([IMAGE, ...SERVERS.map(standInOf)]);
  const there = (await docker(['image', 'ls', '--format', '{{.Repository}}'])).split('\n');
  const made = [...new Set(there)].filter((name) => names.has(name));
  if (made.length > 0) await docker(['image', 'rm', ...made]);
}

function standInOf(server: string): string {
  return `${IMAGE}-${server}`;
}

/** Puts the servers and the files of the stand-ins into a folder. */
async function stage(context: string): Promise<void> {
  const say = (line: string) => console.log(`  ${line}`);
  const options = { dataDir: context, port: 0, say };
  const { folder } = await findBinaries(join(context, 'none'), say);
  const { unit: nats } = await natsServer(options);
  const { unit: mongodb } = await mongodbServer(options);
  const [, addon = ''] = mongodb.command.args;
  const copies = [
    [dirname(folder), 'postgres'],
    [nats.command.file, 'nats-server'],
    [dirname(addon), 'mongodb'],
  ] as const;
  // What a server has prepared for its data is not a part of an image.
  for (const entry of await readdir(context)) await rm(join(context, entry), { recursive: true });
  for (const [from, to] of copies)
    await cp(from, join(context, to), { recursive: true, verbatimSymlinks: true });
  await cp(join(PROJECT_ROOT, 'e2e/containers/stand-ins'), context, { recursive: true });
}
