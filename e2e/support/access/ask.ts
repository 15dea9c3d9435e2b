import type { Answer, Client } from '../../../examples/client.ts';
import { isRecord } from '../../../platform/type-guards.ts';
import type { Caller } from './cast.ts';
import { OUTCOMES, type Outcome } from './table.ts';

/** An operation, and how its data is read. */
export type Ask = {
  readonly document: string;
  readonly variables: Readonly<Record<string, unknown>>;
  /** `unreachable` when an object above the field is hidden already. */
  readonly read: (data: unknown) => Outcome | 'unreachable';
};

const ENTITIES = '_entities';

/** Runs an operation on a server for its outcome. Throws for an error that is not one of refused access. */
export function outcomeOf(client: Client, ask: Ask): Promise<Outcome | 'unreachable'> {
  return readOutcome(ask, client.run<unknown, object>(ask.document, ask.variables));
}

type Send = (caller: Caller, ask: Ask) => Promise<Answer<unknown>>;

const overHttp: Send = ({ router }, { document, variables }) =>
  router.run<unknown, object>(document, variables);
const overWebSocket: Send = ({ router }, { document, variables }) =>
  firstOf(router.subscribe<unknown, object>(document, variables));
const overEvents: Send = ({ events }, { document: query, variables }) =>
  firstOf(events.iterate({ query, variables }) as AsyncIterableIterator<Answer<unknown>>);

/** How each kind of operation reaches the router. A mutation is sent once: it changes what it is about. */
const TRANSPORTS: Readonly<Record<'query' | 'mutation' | 'subscription', readonly Send[]>> = {
  query: [overHttp, overWebSocket, overEvents],
  mutation: [overHttp],
  subscription: [overWebSocket, overEvents],
};

/** The outcomes of an operation of the router, over each transport. */
export async function routedOutcomes(
  caller: Caller,
  ask: Ask,
): Promise<ReadonlySet<Outcome | 'unreachable'>> {
  const { document } = ask;
  const kind = (['mutation', 'subscription'] as const).find((each) => document.startsWith(each)) ?? 'query';
  const outcomes = TRANSPORTS[kind].map((send) => readOutcome(ask, send(caller, ask)));
  return new Set(await Promise.all(outcomes));
}

async function readOutcome(
  { document, variables, read }: Ask,
  answer: Promise<Answer<unknown>>,
): Promise<Outcome | 'unreachable'> {
  const { data, errors = [] } = await answer;
  const [error] = errors;
  if (!error) return read(data);
  const refusal = OUTCOMES.find((outcome) => outcome === error.extensions?.code);
  if (!refusal) throw new Error(`${document} with ${JSON.stringify(variables)}: ${JSON.stringify(errors)}`);
  return refusal;
}

/** The first result, or the errors with which the operation is refused. */
async function firstOf(results: AsyncIterableIterator<Answer<unknown>>): Promise<Answer<unknown>> {
  try {
    const first = await results.next();
    if (first.done) throw new Error('The operation ended without a result');
    return first.value;
  } catch (errors) {
    if (Array.isArray(errors)) return { errors };
    throw errors;
  } finally {
    await results.return?.();
  }
}

/** A query or subscription. */
export function query(document: string, variables: Ask['variables'], read: Ask['read']): Ask {
  return { document, variables, read };
}

/**
 * A mutation, of which everything but its success and `NotFound` fails the test.
 *
 * @param type of the input, for mutations that have one in common
 */
export function mutation(
  field: string,
  input: object,
  type = `${field.charAt(0).toUpperCase()}${field.slice(1)}Input`,
): Ask {
  return {
    document: `mutation ($input: ${type}!) { ${field}(input: $input) { __typename } }`,
    variables: { input },
    read(data) {
      const [kind] = valuesAt(data, `${field}.__typename`);
      if (typeof kind === 'string' && kind.endsWith('Success')) return 'answer';
      const outcome = OUTCOMES.find((each) => each === kind);
      if (!outcome) throw new Error(`${field} gives ${JSON.stringify(data)}`);
      return outcome;
    },
  };
}

/** Asks a subgraph for fields of an entity, as the router does; fails when there is no such entity. */
export function entity(
  type: string,
  id: string,
  selection: string,
  readAt: (path: string) => Ask['read'],
): Ask {
  const fields = `... on ${type} { __typename ${selection} }`;
  const read = readAt(ENTITIES);
  return {
    document: `query ($of: [_Any!]!) { ${ENTITIES}(representations: $of) { ${fields} } }`,
    variables: { of: [{ __typename: type, id }] },
    read(data) {
      if (valuesAt(data, `${ENTITIES}.__typename`).length === 0) throw new Error(`There is no ${type} ${id}`);
      return read(data);
    },
  };
}

/** Reads whether there is a value at a path. */
export function isThere(path: string, otherwise: Outcome = 'null'): Ask['read'] {
  return (data) => (valuesAt(data, path).length > 0 ? 'answer' : otherwise);
}

/** Reads whether an id is among those at a path. */
export function isListed(path: string, id: string): Ask['read'] {
  return (data) => (valuesAt(data, path).includes(id) ? 'answer' : 'empty');
}

/** The values at a path, of all items of lists on it, without null. */
export function valuesAt(data: unknown, path: string): readonly unknown[] {
  let values: readonly unknown[] = [data];
  for (const name of path.split('.'))
    values = values.flat().map((value) => (isRecord(value) ? value[name] : undefined));
  return values.flat().filter((value) => value !== undefined && value !== null);
}
