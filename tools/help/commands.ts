import { BENCH } from '../../bench/main.ts';
import { CHAOS } from '../../e2e/chaos/options.ts';
import { CONTAINERS_TEST } from '../../e2e/containers/usage.ts';
import { DEV } from '../../embedded/development/run.ts';
import { RESTART, START, STATUS, STOP } from '../../embedded/launcher/commands.ts';
import { PSP } from '../../embedded/psp/cli-options.ts';
import { TOKEN } from '../../embedded/token.ts';
import { LOGS, OPEN, RESET } from '../../embedded/usages.ts';
import { DEMO } from '../../examples/demo/usage.ts';
import { EXAMPLE } from '../../examples/run/usage.ts';
import { SEED } from '../../examples/seed/usage.ts';
import { fuzzCommand } from '../../router/fuzz/options.ts';
import { ROUTER_COMMAND } from '../../router/usage.ts';
import { API_COMMAND } from '../api/usage.ts';
import { AUDIT } from '../audit/options.ts';
import { BACKUP, RESTORE } from '../backup/usage.ts';
import { CONFIG_COMMAND } from '../config/usage.ts';
import { CREDENTIALS } from '../containers/usage.ts';
import { EVENTS } from '../events/usage.ts';
import { CHECK, FORMAT, GENERATE } from '../usages.ts';
import { VIEWS_COMMAND } from '../views/usage.ts';

type Help = { readonly usage: string; readonly subcommands?: Readonly<Record<string, Help>> };

/** A command of package.json, as `npm run help` shows it. */
export type CommandHelp = {
  /** The name of its script. */
  readonly name: string;
  readonly summary: string;
  readonly command: Help;
  /** What it answers while no package is installed and there is no data: nothing can run then. */
  readonly withoutPackages?: { readonly text: string; readonly status: number };
};

const NOTHING_RUNS = 'Nothing runs here: `npm start` installs what it needs and starts everything.';

/** The commands in the order of the overview. A new command gets an entry here. */
export const COMMANDS: readonly CommandHelp[] = [
  { name: 'start', summary: 'runs everything; with names, starts services again', command: START },
  { name: 'dev', summary: 'runs everything; a saved file restarts what it affects', command: DEV },
  {
    name: 'stop',
    summary: 'stops the instance, or some of its services',
    command: STOP,
    withoutPackages: { text: NOTHING_RUNS, status: 0 },
  },
  { name: 'restart', summary: 'restarts services one by one', command: RESTART },
  {
    name: 'status',
    summary: 'shows what runs where, and the addresses to open',
    command: STATUS,
    withoutPackages: { text: NOTHING_RUNS, status: 1 },
  },
  {
    name: 'open',
    summary: 'opens the page of the instance in a browser',
    command: OPEN,
    withoutPackages: { text: NOTHING_RUNS, status: 1 },
  },
  {
    name: 'logs',
    summary: 'prints and follows logs',
    command: LOGS,
    withoutPackages: { text: 'There are no logs: nothing has run here.', status: 1 },
  },
  { name: 'seed', summary: 'adds rooms, supplies and a week of bookings', command: SEED },
  {
    name: 'reset',
    summary: 'deletes all data of an instance',
    command: RESET,
    withoutPackages: { text: 'There is no data: nothing to delete.', status: 0 },
  },
  { name: 'token', summary: 'prints a bearer token', command: TOKEN },
  {
    name: 'example',
    summary: 'runs a document of examples/ against the running instance',
    command: EXAMPLE,
  },
  { name: 'demo', summary: 'plays every story against the running instance', command: DEMO },
  { name: 'psp', summary: 'makes the payment simulator misbehave', command: PSP },
  { name: 'audit', summary: 'checks that the stores, the streams and the provider agree', command: AUDIT },
  { name: 'events', summary: 'lists and replays dead letters, refills a lost stream', command: EVENTS },
  { name: 'backup', summary: 'writes the data of all services to a folder', command: BACKUP },
  { name: 'restore', summary: 'restores a backup, and refills the streams', command: RESTORE },
  { name: 'views', summary: 'makes boards and pages anew from all events', command: VIEWS_COMMAND },
  { name: 'config', summary: 'prints every setting, its value and its origin', command: CONFIG_COMMAND },
  {
    name: 'credentials',
    summary: 'makes the passwords, keys and tokens of the containers',
    command: CREDENTIALS,
  },
  {
    name: 'router',
    summary: 'runs the router alone, or prints how it plans an operation',
    command: ROUTER_COMMAND,
  },
  {
    name: 'test:containers',
    summary: 'builds the image and runs docker-compose.yml with it',
    command: CONTAINERS_TEST,
  },
  {
    name: 'chaos',
    summary: 'kills processes of an instance of its own and checks the outcome',
    command: CHAOS,
  },
  { name: 'fuzz', summary: 'compares random operations with those of one schema', command: fuzzCommand([]) },
  { name: 'bench', summary: 'measures', command: BENCH },
  { name: 'api', summary: 'compares the API with that of the last release', command: API_COMMAND },
  { name: 'check', summary: 'checks everything that needs no server', command: CHECK },
  { name: 'generate', summary: 'generates types, the supergraph and the help', command: GENERATE },
  { name: 'format', summary: 'formats all files', command: FORMAT },
];
