import { parseArgs } from 'node:util';
import { errorMessage } from '../../platform/errors.ts';
import { SERVICES } from './services.ts';
import { dataDirOf, type Env } from './settings.ts';

const USAGES = {
  start: `Usage: npm start [-- NAME…]
Runs everything until Ctrl-C; with names, starts those in the running instance and waits until they are ready.`,
  stop: `Usage: npm stop [-- NAME…]
Stops the running instance and waits; with names, only those: they stay down until they are started again.`,
  restart: `Usage: npm run restart [-- NAME…]
Restarts one after the other, each ready before the next goes; without names every service and router.`,
  status: `Usage: npm run status
Says what runs where.`,
} as const;

const COMMON = `
A NAME is router, a service (${SERVICES.map(({ name }) => name).join(', ')}; booking-2 with REPLICAS=2),
psp (the payment simulator), postgres, nats or mongodb. DATA_DIR (default .data) says which instance, PORT (default 4000) where a new one serves;
docs/embedded.md has the other settings.
Exit status: 0 done, 1 it could not be (status: not all is ready), 2 wrong usage.`;

/** What a command is to do, or the exit status when it has nothing more to do. */
export type ParsedArguments =
  | { readonly names: readonly string[]; readonly dataDir: string }
  | { readonly status: number };

/** Reads the arguments of `npm start` and its like; answers `--help` and refuses what is wrong. */
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
