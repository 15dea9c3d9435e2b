import { OperationTypeNode } from 'graphql';
import type { Env } from '../../embedded/launcher/settings.ts';
import { type Person, ROLES_OF_PEOPLE } from '../../embedded/launcher/tokens.ts';
import { WIDTH, wrap } from '../../platform/config/command-definition.ts';
import { type Command, defineCommand, type Output, runCommand } from '../../platform/config/command-line.ts';
import { errorMessage } from '../../platform/errors.ts';
import { isRecord } from '../../platform/type-guards.ts';
import type { Answer, Client } from '../client.ts';
import { asPeople } from '../people.ts';
import { API, type Example, readExamples } from './example.ts';
import { isNeeded, optionsOf, variablesFor } from './flags.ts';
import { COMMON_OPTIONS, EXAMPLE, STATUS } from './usage.ts';

/** The surroundings of the command. `signal` ends a subscription. */
export type Surroundings = Output & { readonly env: Env; readonly signal: AbortSignal };

/** What `npm run example` is to do. */
type Request =
  | { readonly kind: 'list' }
  | {
      readonly kind: 'run';
      readonly example: Example;
      readonly variables: Readonly<Record<string, unknown>>;
      readonly user: Person;
      /** The number of messages after which a subscription ends. */
      readonly count: number;
    };

/** `npm run example`: runs an example, or lists all. Returns the exit status. */
export function runExampleCommand(args: readonly string[], surroundings: Surroundings): Promise<number> {
  const examples = readExamples();
  return runCommand(
    exampleCommand(examples),
    args,
    async (request) => {
      if (request.kind === 'run') return perform(request, surroundings);
      surroundings.out(listOf(examples));
      return 0;
    },
    surroundings,
  );
}

/** The command with a subcommand for each operation, and for each document with a single one. */
function exampleCommand(examples: readonly Example[]): Command<Request> {
  const byDocument = Map.groupBy(examples, ({ document }) => document);
  const subcommands = examples.flatMap((example) => {
    const command = commandOf(example);
    const isAlone = byDocument.get(example.document)?.length === 1;
    return [example.name, ...(isAlone ? [example.document] : [])].map((name) => [name, command] as const);
  });
  return {
    ...EXAMPLE,
    subcommands: Object.fromEntries(subcommands),
    read(args) {
      const given = EXAMPLE.read(args);
      if (typeof given !== 'object') return given;
      const [name] = given.positionals;
      if (name === undefined) return { kind: 'list' };
      const names = byDocument.get(name)?.map((example) => example.name);
      return names === undefined
        ? `There is no example "${name}": \`npm run example\` lists all.`
        : `${name} has several operations: choose one of ${names.join(', ')}.`;
    },
  };
}

function commandOf(example: Example): Command<Request> {
  const { as, count } = COMMON_OPTIONS;
  const isLive = example.kind === OperationTypeNode.SUBSCRIPTION;
  const ids = example.flags
    .filter((flag) => isNeeded(flag, example.variables))
    .map(({ name }) => `--${name} ID`);
  return defineCommand(
    {
      forms: [`npm run example -- ${example.name} [options]`],
      about: example.about,
      options: { ...optionsOf(example), as: { ...as, default: example.user }, ...(isLive ? { count } : {}) },
      examples: [['npm run example --', example.name, ...ids].join(' ')],
      status: STATUS,
    },
    ({ values }) => {
      const variables = variablesFor(example, values, { schema: API, now: new Date() });
      if (typeof variables === 'string') return variables;
      return { kind: 'run', example, variables, user: values.as, count: Number(values.count ?? Infinity) };
    },
  );
}

/** The documents, with what each operation takes. */
function listOf(examples: readonly Example[]): string {
  const documents = [...Map.groupBy(examples, ({ document }) => document)];
  return documents
    .map(([document, operations]) =>
      [
        `${document}.graphql`,
        ...indent(operations[0]?.about ?? ''),
        ...operations.flatMap(({ name, user, flags, variables }) => {
          const options = flags.map((flag) =>
            isNeeded(flag, variables) ? `--${flag.name}` : `[--${flag.name}]`,
          );
          return indent([name, `(${user})`, ...options].join(' '));
        }),
      ].join('\n'),
    )
    .join('\n\n');
}

function indent(text: string): readonly string[] {
  const [first = '', ...more] = wrap(text, WIDTH - 4);
  return [`  ${first}`, ...more.map((line) => `    ${line}`)];
}

function perform(request: Extract<Request, { kind: 'run' }>, surroundings: Surroundings): Promise<number> {
  const { example, user } = request;
  return asPeople(surroundings.env, surroundings, async (people) => {
    const client = await people.as(user, ROLES_OF_PEOPLE[user]);
    if (example.kind === OperationTypeNode.SUBSCRIPTION) return follow(client, request, surroundings);
    const { status: _, ...answer } = await client.run(example.source, request.variables);
    return print(answer, surroundings);
  });
}

/** Prints the messages of a subscription until there are enough, or until the signal. */
async function follow(
  client: Client,
  { example, variables, count }: Extract<Request, { kind: 'run' }>,
  surroundings: Surroundings,
): Promise<number> {
  const { signal, err } = surroundings;
  const messages = client.subscribe(example.source, variables);
  const stop = () => void messages.return?.();
  signal.addEventListener('abort', stop);
  let [seen, status] = [0, 0];
  try {
    for await (const message of messages) {
      status = Math.max(status, print(message, surroundings));
      seen += 1;
      if (seen === count || signal.aborted) break;
    }
    return status;
  } catch (refusal) {
    err(refusalText(refusal));
    return 1;
  } finally {
    signal.removeEventListener('abort', stop);
  }
}

/** Prints an answer, and returns the exit status that it deserves. */
function print(answer: Answer<unknown>, { out }: Output): number {
  out(JSON.stringify(answer, null, 2));
  return answer.errors === undefined ? 0 : 1;
}

/** Why a subscription ended: the errors of its refusal, or what closed its socket. */
function refusalText(refusal: unknown): string {
  if (Array.isArray(refusal)) return JSON.stringify({ errors: refusal }, null, 2);
  const [event, code, reason] = isRecord(refusal) ? [refusal.type, refusal.code, refusal.reason] : [];
  if (event === 'close') return `The connection was closed with ${code} ${reason}`.trim();
  if (event === 'error') return 'The router does not answer: see `npm run status`.';
  return errorMessage(refusal);
}
