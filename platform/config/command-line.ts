import { type ParseArgsConfig, parseArgs } from 'node:util';
import { errorCode, errorMessage } from '../errors.ts';

/** The option that every command has. */
export const HELP_OPTION = { help: { type: 'boolean', short: 'h' } } as const;

/** Parses a command line. Returns a message instead if an option is unknown or lacks its value. */
export function parseCommandLine<T extends ParseArgsConfig>(
  config: T,
): ReturnType<typeof parseArgs<T>> | string {
  try {
    return parseArgs(config);
  } catch (error) {
    const valid = Object.keys(config.options ?? {}).map((name) => `--${name}`);
    const unknown = /'(-[^' ]*)/.exec(errorMessage(error))?.[1];
    if (errorCode(error) !== 'ERR_PARSE_ARGS_UNKNOWN_OPTION') return errorMessage(error);
    return `There is no option ${unknown}. Valid: ${valid.join(', ')}.`;
  }
}

/** Parses the arguments of a command that takes none: undefined for `--help`, a message if there are some. */
export function parseNothing(args: readonly string[]): Readonly<Record<never, never>> | string | undefined {
  const parsed = parseCommandLine({ args: [...args], options: HELP_OPTION });
  if (typeof parsed === 'string') return parsed;
  return parsed.values.help ? undefined : {};
}

export type Output = { readonly out: (text: string) => void; readonly err: (text: string) => void };

export const CONSOLE: Output = { out: (text) => console.log(text), err: (text) => console.error(text) };

/**
 * Runs a command, or prints its usage.
 *
 * @param parsed the command from the command line; undefined for `--help`, a message if it is wrong
 * @returns the exit status: that of the command, 0 after help, 2 for wrong usage
 */
export async function runCommand<Command extends object>(
  {
    parsed,
    usage,
    output = CONSOLE,
  }: {
    readonly parsed: Command | string | undefined;
    readonly usage: string;
    readonly output?: Output;
  },
  run: (command: Command) => Promise<number>,
): Promise<number> {
  if (parsed === undefined) {
    output.out(usage);
    return 0;
  }
  if (typeof parsed === 'string') {
    output.err(`${parsed}\n\n${usage}`);
    return 2;
  }
  return run(parsed);
}
