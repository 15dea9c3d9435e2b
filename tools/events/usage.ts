import { parseArgs } from 'node:util';
import { errorMessage } from '../../platform/errors.ts';

/** What is asked of the command. */
export type Command =
  | { readonly name: 'help' }
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

  dead    lists the events that could not be handled
    --service NAME    only those of one service
    --show ID         one of them whole; ID is its number in the list, or the event's id
    --json            for programs

  replay  gives them back to the service that could not handle them, and takes them off the list
    --id ID | --service NAME | --all
    --wait SECONDS    how long to watch what becomes of them (default 10)

  refill  sends again what a stream has lost, out of the event stores
    --context NAME    only the stream of one context

Finds the running instance through DATA_DIR (default .data); NATS_URL, DATABASE_URL and MONGODB_URL go before it.
Exit status: 0 done, 1 not (or what was replayed is dead again), 2 wrong usage.`;

/** Reads arguments; the text says what is wrong with them. */
export function readCommand(args: readonly string[], contexts: readonly string[]): Command | string {
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
    help: { ...flag, short: 'h' },
  } as const;
  const allowed: Readonly<Record<string, readonly string[]>> = {
    dead: ['service', 'show', 'json'],
    replay: ['id', 'service', 'all', 'wait'],
    refill: ['context'],
  };
  let parsed: ReturnType<typeof parseArgs<{ options: typeof options; allowPositionals: true }>>;
  try {
    parsed = parseArgs({ args: [...args], options, allowPositionals: true });
  } catch (error) {
    return errorMessage(error);
  }
  const { values, positionals } = parsed;
  if (values.help) return { name: 'help' };
  const [name, ...more] = positionals;
  if (name === undefined) return 'Say what to do: dead, replay or refill.';
  const mine = allowed[name];
  if (mine === undefined) return `There is no "${name}": it is dead, replay or refill.`;
  if (more.length > 0) return `"${more.join(' ')}" is one too many.`;
  const foreign = Object.keys(values).find((option) => !mine.includes(option));
  if (foreign !== undefined) return `${name} takes no --${foreign}.`;

  const { service, show, id, all, context, json = false } = values;
  if (service !== undefined && !contexts.includes(service))
    return `There is no service "${service}": it is one of ${contexts.join(', ')}.`;
  if (name === 'dead') return { name, service, show, json };
  if (name === 'refill') {
    if (context !== undefined && !contexts.includes(context))
      return `There is no context "${context}": it is one of ${contexts.join(', ')}.`;
    return { name, context };
  }
  if ([id, service, all].filter((each) => each !== undefined).length !== 1)
    return 'Say which to replay: --id ID, --service NAME or --all.';
  const wait = Number(values.wait ?? 10);
  if (!(wait >= 0 && wait <= 3_600)) return `--wait takes seconds, not "${values.wait}".`;
  return { name: 'replay', id, service, waitMs: wait * 1_000 };
}
