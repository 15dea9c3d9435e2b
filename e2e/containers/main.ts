import { chmod, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { usersOf } from '../../embedded/launcher/settings-table.ts';
import { freePort } from '../../embedded/process/port-allocator.ts';
import { createStory } from '../../examples/demo/story.ts';
import { runCommand } from '../../platform/config/command-line.ts';
import { addressFileOf } from '../../tools/containers/credentials.ts';
import { CREDENTIALS_FOLDER, writeCredentials } from '../../tools/containers/write-credentials.ts';
import { docker, missingEngine, remainsOf } from './docker.ts';
import { buildImage, buildStandIns, IMAGE, pullServers, removeImages } from './images.ts';
import { PROJECT, playStory, type Stage } from './story.ts';
import { CONTAINERS_TEST } from './usage.ts';

const FILES = ['docker-compose.yml', 'e2e/containers/test.yml'];
const STAND_INS = 'e2e/containers/stand-ins.yml';
const MEGABYTE = 1e6;

type Given = { readonly 'stand-ins'?: boolean | undefined; readonly keep?: boolean | undefined };

/**
 * `npm run test:containers`: runs docker-compose.yml as a person does. Exit status 0 only if everything went
 * as expected.
 */
async function testContainers({ 'stand-ins': wanted = false, keep = false }: Given): Promise<number> {
  const missing = await missingEngine();
  if (missing !== undefined) {
    console.error(missing);
    return 1;
  }
  const stopping = new AbortController();
  for (const name of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(name, () => stopping.abort());
  const story = createStory(stopping.signal);
  const folder = await mkdtemp(join(tmpdir(), 'meetingroom-containers-'));
  const stage = await prepareStage(join(folder, 'credentials'));
  try {
    story.chapter('The image is built');
    const bytes = await buildImage();
    story.tell(`${Math.round(bytes / MEGABYTE)} MB, its base included`);
    const reason = wanted ? '--stand-ins' : await pullServers(stage.env);
    if (reason !== undefined) {
      story.tell(`stand-ins for the servers: ${reason}`);
      await buildStandIns();
      await useStandIns(stage);
    }
    await playStory(story, stage);
  } catch (error) {
    if (!stopping.signal.aborted) throw error;
    return 130;
  } finally {
    await docker(['compose', 'down', '--volumes', '--timeout', '0'], { env: stage.env });
    await rm(folder, { recursive: true, force: true });
    if (!keep) await removeImages();
  }
  story.chapter('What is left');
  const left = await remainsOf(PROJECT);
  story.check(`no container, volume or network: ${left.join(', ') || 'nothing'}`, left.length === 0);
  return story.end();
}

/** Makes credentials, and the variables by which `docker compose` and the demo find these containers. */
async function prepareStage(credentials: string): Promise<Stage> {
  await writeCredentials(credentials);
  return {
    credentials,
    env: {
      CONTAINERS_DIR: credentials,
      MEETINGROOM_IMAGE: IMAGE,
      PORT: String(await freePort()),
      COMPOSE_PROJECT_NAME: PROJECT,
      COMPOSE_FILE: FILES.join(':'),
    },
  };
}

/** Has the stand-ins take the places of the servers. That for MongoDB knows no users. */
async function useStandIns({ credentials, env }: Stage): Promise<void> {
  env.COMPOSE_FILE = [...FILES, STAND_INS].join(':');
  for (const name of usersOf('mongodb')) {
    const file = join(credentials, CREDENTIALS_FOLDER.secrets, addressFileOf({ server: 'mongodb', name }));
    await rm(file);
    await writeFile(file, `mongodb://mongodb:27017/${name}?directConnection=true&w=1&journal=true\n`);
    await chmod(file, 0o444);
  }
}

process.exit(
  await runCommand(CONTAINERS_TEST, process.argv.slice(2), ({ values }) => testContainers(values)),
);
