import { parseArgs } from 'node:util';
import { errorMessage } from '../../platform/errors.ts';
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

/** The arguments of a command, or its exit status if there is nothing left to do. */
export type ParsedArguments =
  | { readonly names: readonly string[]; readonly dataDir: string }
  | { readonly status: number };

/**
 * Parses the arguments of `npm start`, `stop`, `restart` and `status`. Prints help, or what is wrong with
 * them.
 */
export function readArguments(
  command: keyof typeof USAGES,
  args: readonly string[],
  env: Env,
): ParsedArguments {
  const usage = `${USAGES[command]}\n${COMMON}`;
  try {
    const { values, positionals } = parseArgs({
      args: [...args],
      options: { help: { type: 'boolean', short: 'h' } },
      allowPositionals: command !== 'status',
    });
    if (!values.help) return { names: positionals, dataDir: dataDirOf(env) };
    console.log(usage);
    return { status: 0 };
  } catch (error) {
    console.error(`${errorMessage(error).split('. ')[0]}.\n\n${usage}`);
    return { status: 2 };
  }
}
