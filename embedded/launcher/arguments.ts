import { parseCommandLine, runCommand } from '../../platform/config/command-line.ts';
import { SERVICES } from './services.ts';
import { dataDirOf, type Env } from './settings.ts';

const USAGES = {
  start: `Usage: npm start [-- NAME…]
Runs everything until Ctrl-C. With names: starts those in the running instance and waits until they are ready.`,
  stop: `Usage: npm stop [-- NAME…]
Stops the running instance and waits. With names: stops only those; they stay down until they are started again.`,
  restart: `Usage: npm run restart [-- NAME…]
Restarts every service and router, or only those named, one after the other: each is ready before the next stops.`,
  status: `Usage: npm run status
Shows what runs where.`,
} as const;

const COMMON = `
A NAME is router, a service (${SERVICES.map(({ name }) => name).join(', ')}; booking-2 with REPLICAS=2),
psp (the payment simulator), postgres, nats or mongodb. DATA_DIR (default .data) selects the instance,
PORT (default 4000) is the port of a new one; docs/embedded.md lists the other settings.
Exit status: 0 done, 1 failed (status: not everything is ready), 2 wrong usage.`;

/** The arguments of a command. */
type CommandArguments = { readonly names: readonly string[]; readonly dataDir: string };

/**
 * Runs `npm start`, `stop`, `restart` or `status` with its parsed arguments. Returns the exit status: that of
 * `command`, 0 after `--help`, 2 for wrong arguments.
 */
export function runWithArguments(
  name: keyof typeof USAGES,
  { args, env }: { readonly args: readonly string[]; readonly env: Env },
  command: (parsed: CommandArguments) => Promise<number>,
): Promise<number> {
  const parsed = parseArguments(name, args, env);
  return runCommand({ parsed, usage: `${USAGES[name]}\n${COMMON}` }, command);
}

function parseArguments(
  name: keyof typeof USAGES,
  args: readonly string[],
  env: Env,
): CommandArguments | string | undefined {
  const parsed = parseCommandLine({
    args: [...args],
    options: { help: { type: 'boolean', short: 'h' } },
    allowPositionals: name !== 'status',
  });
  if (typeof parsed === 'string') return parsed;
  return parsed.values.help ? undefined : { names: parsed.positionals, dataDir: dataDirOf(env) };
}
