import { type ParseArgsConfig, parseArgs } from 'node:util';
import { errorCode, errorMessage } from '../errors.ts';
import { type CommandDefinition, type Option, type Options, usageText } from './command-definition.ts';
import { CommandFailure } from './command-failure.ts';

type ValueOf<One extends Option> = One extends { readonly type: 'switch' }
  ? boolean
  : One extends { readonly type: 'number' }
    ? number
    : One extends { readonly of: readonly (infer Choice)[] }
      ? One extends { readonly type: 'names' }
        ? readonly Choice[]
        : Choice
      : One extends { readonly multiple: true }
        ? readonly string[]
        : string;

/** The values of the options; undefined for one that is not given and has no default. */
export type Values<Table extends Options> = {
  readonly [Name in keyof Table]: Table[Name] extends
    | { readonly default: string | number }
    | { type: 'names' }
    ? ValueOf<Table[Name]>
    : ValueOf<Table[Name]> | undefined;
};

/** What a command line gives. */
export type Given<Table extends Options> = {
  readonly values: Values<Table>;
  /** The arguments that are no options. */
  readonly positionals: readonly string[];
};

/** A command of the terminal. */
export type Command<Read extends object> = {
  readonly about: string;
  /** The text of `--help`. */
  readonly usage: string;
  /** Other commands, by the first argument that chooses them. */
  readonly subcommands?: Readonly<Record<string, Command<Read>>>;
  /** Parses the arguments: undefined for `--help`, a message if they are wrong. */
  read(args: readonly string[]): Read | string | undefined;
};

type Interpret<Table extends Options, Read> = (given: Given<Table>) => Read | string;

/**
 * Defines a command: its options are parsed, and its help is written, from one table.
 *
 * @param interpret turns what is given into what the command is run with, or into a message if it is wrong
 */
export function defineCommand<const Table extends Options = Readonly<Record<never, never>>>(
  definition: CommandDefinition<Table>,
): Command<Given<Table>>;
export function defineCommand<const Table extends Options, Read extends object>(
  definition: CommandDefinition<Table>,
  interpret: Interpret<Table, Read>,
): Command<Read>;
export function defineCommand<Table extends Options, Read extends object>(
  definition: CommandDefinition<Table>,
  interpret?: Interpret<Table, Read>,
): Command<Given<Table> | Read> {
  return {
    about: definition.about,
    usage: usageText(definition),
    read(args) {
      const given = readArguments(definition, args);
      return typeof given !== 'object' || interpret === undefined ? given : interpret(given);
    },
  };
}

/** Defines a command that does nothing itself: its first argument chooses a subcommand. */
export function defineSubcommands<Read extends object>(
  definition: Omit<CommandDefinition<Options>, 'options' | 'positionals' | 'names'>,
  subcommands: Readonly<Record<string, Command<Read>>>,
): Command<Read> {
  const names = Object.fromEntries(Object.entries(subcommands).map(([name, { about }]) => [name, about]));
  const valid = Object.keys(names).join(', ');
  const parent = defineCommand<Options, Read>(
    { ...definition, names, positionals: true },
    ({ positionals: [name] }) =>
      name === undefined
        ? `The name is missing. Valid: ${valid}.`
        : `There is no "${name}". Valid: ${valid}.`,
  );
  return { ...parent, subcommands };
}

const HELP = { type: 'boolean', short: 'h' } as const;

function readArguments<Table extends Options>(
  { options, positionals = false }: CommandDefinition<Table>,
  args: readonly string[],
): Given<Table> | string | undefined {
  const table: readonly (readonly [string, Option])[] = Object.entries(options ?? {});
  const parsed = parse({
    args: [...args],
    options: { ...Object.fromEntries(table.map(([name, option]) => [name, parsedAs(option)])), help: HELP },
    allowPositionals: positionals,
    // With it, an option of the table such as `no-x` would be taken for the negation of `x`.
    allowNegative: table.some(([, option]) => isNegative(option)),
  });
  if (typeof parsed === 'string') return parsed;
  if (parsed.values.help === true) return undefined;
  const values: Record<string, unknown> = {};
  for (const [name, option] of table) {
    const text = parsed.values[name];
    if (text === false && !isNegative(option)) return noOption(`--no-${name}`, options ?? {});
    const value = typeof text === 'string' ? readValue(option, text) : text;
    if (value instanceof Unfit) return `--${name} takes ${value.expected}, not "${text}".`;
    values[name] = value ?? defaultOf(option);
  }
  // The loop has given each option of the table a value of its type.
  return { values: values as Values<Table>, positionals: parsed.positionals };
}

function isNegative(option: Option): boolean {
  return option.type === 'switch' && option.negative === true;
}

function parsedAs(option: Option) {
  const { short } = option;
  return {
    type: option.type === 'switch' ? 'boolean' : 'string',
    multiple: option.type === 'text' && option.multiple === true,
    ...(short === undefined ? {} : { short }),
  } as const;
}

function defaultOf(option: Option): unknown {
  if (option.type === 'names') return option.of;
  return option.type === 'switch' ? undefined : option.default;
}

type Parsed = {
  readonly values: Readonly<Record<string, string | boolean | readonly (string | boolean)[] | undefined>>;
  readonly positionals: readonly string[];
};

function parse(config: ParseArgsConfig): Parsed | string {
  try {
    return parseArgs(config);
  } catch (error) {
    const unknown = /'(-[^' ]*)/.exec(errorMessage(error))?.[1];
    return errorCode(error) === 'ERR_PARSE_ARGS_UNKNOWN_OPTION' && unknown !== undefined
      ? noOption(unknown, config.options ?? {})
      : errorMessage(error);
  }
}

function noOption(given: string, options: Readonly<Record<string, unknown>>): string {
  const valid = Object.keys({ ...options, help: HELP }).map((name) => `--${name}`);
  return `There is no option ${given}. Valid: ${valid.join(', ')}.`;
}

/** A text that an option does not take. */
class Unfit {
  readonly expected: string;
  constructor(expected: string) {
    this.expected = expected;
  }
}

function readValue(option: Option, text: string): unknown {
  if (option.type === 'choice')
    return option.of.includes(text) ? text : new Unfit(`one of ${option.of.join(', ')}`);
  if (option.type === 'names') {
    const names = text.split(',');
    return names.every((name) => option.of.includes(name))
      ? option.of.filter((name) => names.includes(name))
      : new Unfit(`some of ${option.of.join(',')}`);
  }
  if (option.type !== 'number') return text;
  const number = /^-?\d+$/.test(text) ? Number(text) : Number.NaN;
  return number >= option.from && number <= option.to
    ? number
    : new Unfit(`a whole number from ${option.from} to ${option.to}`);
}

export type Output = { readonly out: (text: string) => void; readonly err: (text: string) => void };

export const CONSOLE: Output = { out: (text) => console.log(text), err: (text) => console.error(text) };

/**
 * Runs a command, or prints its usage.
 *
 * @returns the exit status: that of the command, 0 after help, 1 after a CommandFailure, 2 for wrong usage
 */
export async function runCommand<Read extends object>(
  { usage, read, subcommands = {} }: Command<Read>,
  args: readonly string[],
  run: (read: Read) => Promise<number>,
  output: Output = CONSOLE,
): Promise<number> {
  const [name = '', ...rest] = args;
  const subcommand = Object.hasOwn(subcommands, name) ? subcommands[name] : undefined;
  if (subcommand !== undefined) return runCommand(subcommand, rest, run, output);
  const command = read(args);
  if (typeof command === 'object') {
    try {
      return await run(command);
    } catch (error) {
      if (!(error instanceof CommandFailure)) throw error;
      output.err(error.message);
      return 1;
    }
  }
  if (command === undefined) {
    output.out(usage);
    return 0;
  }
  output.err(`${command}\n\n${usage}`);
  return 2;
}
