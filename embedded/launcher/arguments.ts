import { HELP_OPTION, parseCommandLine, runCommand } from '../../platform/config/command-line.ts';
import { SERVICES } from './services.ts';
import { dataDirOf, type Env } from './settings.ts';

const USAGES = {
  start: `Usage: npm start [-- NAME…]
Runs everything until Ctrl-C. With names: starts those in the running instance and waits until they are ready.

Examples:
  npm start
  PORT=5000 DATA_DIR=/tmp/second npm start    runs a second instance
  npm start -- room                           starts room again after \`npm stop -- room\``,
  stop: `Usage: npm stop [-- NAME…]
Stops the running instance and waits. With names: stops only those; they stay down until they are started again.

Examples:
  npm stop
  npm stop -- room supplies`,
  restart: `Usage: npm run restart [-- NAME…]
Restarts every service and router, or only those named, one after the other: each is ready before the next stops.

Example: npm run restart -- booking`,
  status: `Usage: npm run status [-- --json | --tokens]
Shows what runs where, and the addresses to open.
  --json      prints the same as JSON
  --tokens    prints tokens for a customer, a host and an admin, too

Example: npm run status -- --tokens`,
} as const;

export type LauncherCommand = keyof typeof USAGES;

/** The help text of a command of the launcher. */
export function usageOf(name: LauncherCommand): string {
  return `${USAGES[name]}\n${COMMON}`;
}

const COMMON = `
A NAME is router, a service (${SERVICES.map(({ name }) => name).join(', ')}; booking-2 with REPLICAS=2),
psp (the payment simulator), postgres, nats or mongodb. DATA_DIR (default .data) selects the instance,
PORT (default 4000) is the port of a new one; docs/embedded.md lists the other settings.
Exit status: 0 done, 1 failed (status: not everything is ready), 2 wrong usage.`;

/** The arguments of a command. */
type CommandArguments = {
  readonly names: readonly string[];
  readonly dataDir: string;
  /** Only `status` takes these. */
  readonly json: boolean;
  readonly tokens: boolean;
};

const STATUS_OPTIONS = { json: { type: 'boolean' }, tokens: { type: 'boolean' } } as const;

/**
 * Runs `npm start`, `stop`, `restart` or `status` with its parsed arguments. Returns the exit status: that of
 * `command`, 0 after `--help`, 2 for wrong arguments.
 */
export function runWithArguments(
  name: LauncherCommand,
  { args, env }: { readonly args: readonly string[]; readonly env: Env },
  command: (parsed: CommandArguments) => Promise<number>,
): Promise<number> {
  const parsed = parseArguments(name, args, env);
  return runCommand({ parsed, usage: usageOf(name) }, command);
}

function parseArguments(
  name: LauncherCommand,
  args: readonly string[],
  env: Env,
): CommandArguments | string | undefined {
  const parsed = parseCommandLine({
    args: [...args],
    options: name === 'status' ? { ...STATUS_OPTIONS, ...HELP_OPTION } : HELP_OPTION,
    allowPositionals: name !== 'status',
  });
  if (typeof parsed === 'string') return parsed;
  const values: { readonly help?: boolean; readonly json?: boolean; readonly tokens?: boolean } =
    parsed.values;
  if (values.help) return undefined;
  const { json = false, tokens = false } = values;
  return { names: parsed.positionals, dataDir: dataDirOf(env), json, tokens };
}
