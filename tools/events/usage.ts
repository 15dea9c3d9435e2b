import { HELP_OPTION, parseCommandLine } from '../../platform/config/command-line.ts';

/** One of the three commands with its options. */
export type Command =
  | {
      readonly name: 'dead';
      readonly service?: string | undefined;
      readonly show?: string | undefined;
      readonly json: boolean;
    }
  | {
      readonly name: 'replay';
      readonly id?: string | undefined;
      readonly service?: string | undefined;
      readonly waitMs: number;
    }
  | { readonly name: 'refill'; readonly context?: string | undefined };

export const USAGE = `Usage: npm run events -- dead|replay|refill [options]

  dead    lists the events that a service failed to handle
    --service NAME    only those of one service
    --show ID         one of them in full; ID is its number in the list, or the event's id
    --json            prints JSON

  replay  returns dead letters to the service that failed to handle them, and removes them from the list
    --id ID | --service NAME | --all
    --wait SECONDS    how long to wait for their outcome (default 10)

  refill  republishes the events that a stream has lost from the event stores
    --context NAME    only the stream of one context

Examples:
  npm run events -- dead
  npm run events -- replay --service booking

Finds the running instance through DATA_DIR (default .data); NATS_URL, DATABASE_URL and MONGODB_URL take precedence.
Exit status: 0 done, 1 failed (or a replayed event is dead again), 2 wrong usage.`;

/** Parses the arguments: undefined for `--help`, a message if they are wrong. */
export function readCommand(
  args: readonly string[],
  contexts: readonly string[],
): Command | string | undefined {
  const text = { type: 'string' } as const;
  const flag = { type: 'boolean' } as const;
  const options = {
    service: text,
    show: text,
    id: text,
    all: flag,
    wait: text,
    context: text,
    json: flag,
    ...HELP_OPTION,
  } as const;
  const allowed: Readonly<Record<string, readonly string[]>> = {
    dead: ['service', 'show', 'json'],
    replay: ['id', 'service', 'all', 'wait'],
    refill: ['context'],
  };
  const parsed = parseCommandLine({ args: [...args], options, allowPositionals: true });
  if (typeof parsed === 'string') return parsed;
  const { values, positionals } = parsed;
  if (values.help) return undefined;
  const [name, ...more] = positionals;
  if (name === undefined) return 'The command is missing: use dead, replay or refill.';
  const mine = allowed[name];
  if (mine === undefined) return `There is no "${name}": use dead, replay or refill.`;
  if (more.length > 0) return `"${more.join(' ')}" is one argument too many.`;
  const foreign = Object.keys(values).find((option) => !mine.includes(option));
  if (foreign !== undefined) return `${name} takes no --${foreign}.`;

  const { service, show, id, all, context, json = false } = values;
  if (service !== undefined && !contexts.includes(service))
    return `There is no service "${service}": use one of ${contexts.join(', ')}.`;
  if (name === 'dead') return { name, service, show, json };
  if (name === 'refill') {
    if (context !== undefined && !contexts.includes(context))
      return `There is no context "${context}": use one of ${contexts.join(', ')}.`;
    return { name, context };
  }
  if ([id, service, all].filter((each) => each !== undefined).length !== 1)
    return 'Choose what to replay: --id ID, --service NAME or --all.';
  const wait = Number(values.wait ?? 10);
  if (!(wait >= 0 && wait <= 3_600)) return `--wait takes seconds, not "${values.wait}".`;
  return { name: 'replay', id, service, waitMs: wait * 1_000 };
}
