import { ROUTER, SERVICES, SIMULATOR } from '../../embedded/launcher/services.ts';
import { SERVER_NAMES } from '../../embedded/server.ts';
import type { Story } from '../../examples/demo/story.ts';
import { containersOf, docker, memoryOf, runProgram } from './docker.ts';
import { scrapedTargets } from './scraped.ts';

export const PROJECT = 'meetingroom-test';

/** What the story of the containers plays on. */
export type Stage = {
  /** The folder of the credentials. */
  readonly credentials: string;
  /** The variables by which `docker compose` and the demo find the containers. */
  readonly env: { COMPOSE_FILE: string } & Record<string, string>;
};

const UP = ['compose', 'up', '--detach', '--no-build', '--pull', 'never', '--wait', '--wait-timeout', '300'];

/** The programs of this project that run on. */
const PROGRAMS = [...SERVICES.map(({ name }) => name), ROUTER.name, SIMULATOR.name];
/** The container that makes the streams, and ends. */
const STREAMS = 'streams';
const KILLED = 'booking';

/** Starts the containers, plays the demo, kills one, plays it again, and stops them. */
export async function playStory(story: Story, stage: Stage): Promise<void> {
  await start(story, stage);
  await reachOnlyOwnStores(story, stage);
  await playDemo(story, stage, 'The demo plays on the containers');
  await killOne(story, stage);
  await playDemo(story, stage, 'The demo plays again');
  await stopInOrder(story, stage);
}

async function start({ chapter, tell, check, await: wait }: Story, { env }: Stage): Promise<void> {
  chapter('docker compose up');
  const begin = performance.now();
  await docker(UP, { env });
  tell(`everything is healthy after ${((performance.now() - begin) / 1_000).toFixed(1)} s`);
  const containers = await containersOf(PROJECT);
  const unhealthy = containers.filter(({ service, health }) => service !== STREAMS && health === 'unhealthy');
  check(`all ${containers.length} containers are there and healthy`, unhealthy.length === 0);
  const streams = containers.find(({ service }) => service === STREAMS);
  check('the streams are made', streams?.status === 'exited' && streams.exitCode === 0);
  const targets = await wait(
    () => scrapedTargets(env),
    (found) => found.length === SERVICES.length + 1 && found.every(({ health }) => health === 'up'),
  );
  check('Prometheus reads the metrics of every subgraph and of the router', targets !== undefined);
  for (const [service, memory] of Object.entries(await memoryOf(PROJECT)).toSorted())
    tell(`${service.padEnd(12)} ${memory}`);
}

/** A store can be found only by those on its network. */
async function reachOnlyOwnStores({ chapter, check }: Story, { env }: Stage): Promise<void> {
  chapter('The router looks for the stores');
  for (const server of SERVER_NAMES.filter((name) => name !== 'nats')) {
    const program = `require('node:dns').lookup('${server}', (error) => console.log(error?.code ?? 'found'))`;
    const found = await docker(['compose', 'exec', '-T', ROUTER.name, 'node', '--eval', program], { env });
    check(`it does not find ${server}`, found === 'ENOTFOUND' || found === 'EAI_AGAIN');
  }
}

async function playDemo({ chapter, tell, check }: Story, stage: Stage, title: string): Promise<void> {
  chapter(title);
  const { status, output } = await runProgram(['examples/demo/main.ts'], {
    ...stage.env,
    DATA_DIR: stage.credentials,
  });
  for (const line of output
    .trim()
    .split('\n')
    .slice(status === 0 ? -1 : 0))
    tell(line);
  check('it goes as expected', status === 0);
}

/** Ends the program in a container as a crash does: `docker kill` would count as a stop by hand. */
async function killOne({ chapter, check, await: wait }: Story, { env }: Stage): Promise<void> {
  chapter(`The program in ${KILLED} is killed`);
  const read = async () => (await containersOf(PROJECT)).find(({ service }) => service === KILLED);
  const before = (await read())?.restarts ?? 0;
  const program = `
    const { readdirSync, readFileSync } = require('node:fs');
    const parentOf = (pid) => readFileSync('/proc/' + pid + '/stat', 'utf8').replace(/^.*\\) /, '').split(' ')[1];
    const pids = readdirSync('/proc').filter((name) => /^\\d+$/.test(name) && name !== String(process.pid));
    for (const pid of pids) if (parentOf(pid) === '1') process.kill(Number(pid), 'SIGKILL');`;
  await docker(['compose', 'exec', '-T', KILLED, 'node', '--eval', program], { env });
  const again = await wait(read, (found) => found !== undefined && found.restarts > before);
  check('the engine starts it again', again !== undefined);
  await docker([...UP, '--no-recreate'], { env });
  check('it is healthy again', (await read())?.health === 'healthy');
}

async function stopInOrder({ chapter, tell, check }: Story, { env }: Stage): Promise<void> {
  chapter('docker compose stop');
  const begin = performance.now();
  await docker(['compose', 'stop'], { env });
  tell(`everything has stopped after ${((performance.now() - begin) / 1_000).toFixed(1)} s`);
  for (const { service, status, exitCode } of await containersOf(PROJECT))
    check(`${service} ended with 0`, status === 'exited' && exitCode === 0);
  for (const name of PROGRAMS.filter((each) => each !== SIMULATOR.name)) {
    const log = await docker(['compose', 'logs', '--no-log-prefix', '--no-color', '--tail', '1', name], {
      env,
    });
    check(`${name} drained`, log.includes('"msg":"stopped"'));
  }
}
