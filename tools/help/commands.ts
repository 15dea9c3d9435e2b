import { USAGE as BENCH } from '../../bench/main.ts';
import { USAGE as CHAOS } from '../../e2e/chaos/options.ts';
import { USAGE as DEV } from '../../embedded/development/run.ts';
import { usageOf } from '../../embedded/launcher/arguments.ts';
import { helpText as psp } from '../../embedded/psp/cli-texts.ts';
import { USAGE as TOKEN } from '../../embedded/token.ts';
import { LOGS_USAGE, OPEN_USAGE, RESET_USAGE } from '../../embedded/usages.ts';
import { DEMO_USAGE } from '../../examples/demo/usage.ts';
import { SEED_USAGE } from '../../examples/seed/usage.ts';
import { USAGE as ROUTER } from '../../router/config/config.ts';
import { USAGE as FUZZ } from '../../router/federation-cases/random/options.ts';
import { USAGE as PLAN } from '../../router/plan-command/command.ts';
import { USAGE as AUDIT } from '../audit/options.ts';
import { USAGE as EVENTS } from '../events/usage.ts';
import { CHECK_USAGE, FORMAT_USAGE, GENERATE_USAGE } from '../usages.ts';

/** A command of package.json, as `npm run help` shows it. */
export type CommandHelp = {
  /** The name of its script. */
  readonly name: string;
  readonly summary: string;
  readonly usage: string;
  /** The usage of its subcommands, by their name. */
  readonly subcommands?: Readonly<Record<string, string>>;
  /** What it answers while no package is installed and there is no data: nothing can run then. */
  readonly withoutPackages?: { readonly text: string; readonly status: number };
};

const NOTHING_RUNS = 'Nothing runs here: `npm start` installs what it needs and starts everything.';

/** The commands in the order of the overview. A new command gets an entry here. */
export const COMMANDS: readonly CommandHelp[] = [
  { name: 'start', summary: 'runs everything; with names, starts services again', usage: usageOf('start') },
  { name: 'dev', summary: 'runs everything; a saved file restarts what it affects', usage: DEV },
  {
    name: 'stop',
    summary: 'stops the instance, or some of its services',
    usage: usageOf('stop'),
    withoutPackages: { text: NOTHING_RUNS, status: 0 },
  },
  { name: 'restart', summary: 'restarts services one by one', usage: usageOf('restart') },
  {
    name: 'status',
    summary: 'shows what runs where, and the addresses to open',
    usage: usageOf('status'),
    withoutPackages: { text: NOTHING_RUNS, status: 1 },
  },
  {
    name: 'open',
    summary: 'opens the page of the instance in a browser',
    usage: OPEN_USAGE,
    withoutPackages: { text: NOTHING_RUNS, status: 1 },
  },
  {
    name: 'logs',
    summary: 'prints and follows logs',
    usage: LOGS_USAGE,
    withoutPackages: { text: 'There are no logs: nothing has run here.', status: 1 },
  },
  { name: 'seed', summary: 'adds rooms, supplies and a week of bookings', usage: SEED_USAGE },
  {
    name: 'reset',
    summary: 'deletes all data of an instance',
    usage: RESET_USAGE,
    withoutPackages: { text: 'There is no data: nothing to delete.', status: 0 },
  },
  { name: 'token', summary: 'prints a bearer token', usage: TOKEN },
  { name: 'demo', summary: 'runs every scenario against the running instance', usage: DEMO_USAGE },
  { name: 'psp', summary: 'makes the payment simulator misbehave', usage: psp() },
  { name: 'audit', summary: 'checks that bookings, money, rooms and supplies agree', usage: AUDIT },
  { name: 'events', summary: 'lists and replays dead letters, refills a lost stream', usage: EVENTS },
  {
    name: 'router',
    summary: 'runs the router alone, or prints how it plans an operation',
    usage: ROUTER,
    subcommands: { plan: PLAN },
  },
  {
    name: 'chaos',
    summary: 'kills processes of an instance of its own and checks the outcome',
    usage: CHAOS,
  },
  { name: 'fuzz', summary: 'compares random operations with those of one schema', usage: FUZZ },
  { name: 'bench', summary: 'measures', usage: BENCH },
  { name: 'check', summary: 'checks everything that needs no server', usage: CHECK_USAGE },
  { name: 'generate', summary: 'generates types, the supergraph and the help', usage: GENERATE_USAGE },
  { name: 'format', summary: 'formats all files', usage: FORMAT_USAGE },
];
