import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { ROUTER, SERVICES, SIMULATOR } from './services.ts';

/** A folder with programs that stand in for the services: each answers any request with its environment. */
export type StandIns = {
  /** The program that starts an instance of them. */
  readonly entry: string;
  [Symbol.asyncDispose](): Promise<void>;
};

const STAND_IN = `
import { createServer } from 'node:http';
const server = createServer((request, response) => response.end(JSON.stringify(process.env)));
server.listen(Number(process.env.PORT), process.env.HOST);
process.on('SIGTERM', () => process.exit(0));
`;

/** Creates the folder in the system's temporary folder. Meant for tests of the launcher alone. */
export async function makeStandIns(): Promise<StandIns> {
  const root = await mkdtemp(join(tmpdir(), 'meetingroom-stand-ins-'));
  for (const { main } of [...SERVICES, ROUTER, SIMULATOR]) {
    await mkdir(dirname(join(root, main)), { recursive: true });
    await writeFile(join(root, main), STAND_IN);
  }
  const entry = join(root, 'start.ts');
  const run = new URL('run.ts', import.meta.url).href;
  const start = `
import { run } from ${JSON.stringify(run)};
process.exit(await run({ args: process.argv.slice(2), env: process.env, root: import.meta.dirname }));
`;
  await writeFile(join(root, 'package.json'), '{ "type": "module" }');
  await writeFile(entry, start);
  return { entry, [Symbol.asyncDispose]: () => rm(root, { recursive: true, force: true }) };
}
