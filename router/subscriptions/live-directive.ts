import type { ConstDirectiveNode, GraphQLError, GraphQLSchema } from 'graphql';
import { errorMessage } from '../../platform/errors.ts';
import { unauthenticated } from '../../platform/identity/access.ts';
import { isRecord } from '../../platform/type-guards.ts';
import { argumentValue, directiveName, directiveOf } from '../graphql/directives.ts';
import type { Graph } from '../operations/graphs.ts';
import { SLOW_POLICIES, type SlowPolicy } from './subscriber-queue.ts';
import { checkSubject, type SubjectValues } from './topic.ts';

/** The URL of the directive's specification up to the minor version; docs/router/graphs.md contains it. */
const LIVE_SPEC = 'https://meetingroom.dev/live/v1.';

/** The arguments of `@live` on a subscription field. */
export type LiveField = {
  readonly name: string;
  /** The JetStream stream with the events. */
  readonly stream: string;
  /** Subjects with `{args.x}` and `{identity.subject}` in place of tokens. */
  readonly subjects: readonly string[];
  /** Subjects of events that remove their aggregate from the state. Subscribers do not get them. */
  readonly ends: readonly string[];
  /** Path in the payload whose value must equal the caller's subject. */
  readonly owner: readonly string[] | undefined;
  /** Each of these scopes lets a caller see data of other owners. */
  readonly scopes: readonly string[];
  /** Whether a subscription starts with the current state. */
  readonly snapshot: boolean;
  /** Conditions on payloads. */
  readonly where: readonly Condition[];
  readonly slow: SlowPolicy;
  /** Whether fetched data is the same for all callers, so that callers with different access share it. */
  readonly shared: boolean;
  /** A pattern for arguments in subjects. */
  readonly ids: RegExp | undefined;
};

/** The fields with `@live` of each loaded graph. */
export type LiveFields = {
  /** Reads the fields of a graph. Throws for an invalid directive. */
  load(graph: Graph): void;
  /** The fields of a loaded graph, by name. */
  of(graph: Graph): ReadonlyMap<string, LiveField>;
};

const NO_FIELDS: ReadonlyMap<string, LiveField> = new Map();

export function createLiveFields(): LiveFields {
  const byGraph = new WeakMap<Graph, ReadonlyMap<string, LiveField>>();
  return {
    load: (graph) => void byGraph.set(graph, readLiveFields(graph.supergraphSchema)),
    of: (graph) => byGraph.get(graph) ?? NO_FIELDS,
  };
}

/** The subscription fields with `@live`, by name. Throws for an invalid directive. */
export function readLiveFields(supergraphSchema: GraphQLSchema): ReadonlyMap<string, LiveField> {
  const live = directiveName(supergraphSchema, LIVE_SPEC, 'live');
  if (live === undefined) return NO_FIELDS;
  const fields = new Map<string, LiveField>();
  for (const field of Object.values(supergraphSchema.getSubscriptionType()?.getFields() ?? {})) {
    const directive = directiveOf(field.astNode, live);
    if (!directive) continue;
    const args = new Set(field.args.map(({ name }) => name));
    fields.set(field.name, readDirective(field.name, directive, args));
  }
  return fields;
}

/** Reads the directive strictly: an ignored argument could be one that restricts access to events. */
function readDirective(
  name: string,
  directive: ConstDirectiveNode,
  fieldArguments: ReadonlySet<string>,
): LiveField {
  try {
    const unknown = directive.arguments?.find((each) => !ARGUMENTS.has(each.name.value));
    if (unknown) throw new Error(`unknown argument "${unknown.name.value}"`);
    const text = (argument: string) => textOf(argument, argumentValue(directive, argument));
    const texts = (argument: string) => textsOf(argument, argumentValue(directive, argument));
    const flag = (argument: string) => flagOf(argument, argumentValue(directive, argument));
    const stream = text('stream');
    const subjects = texts('subjects');
    const ends = texts('ends');
    if (stream === undefined || subjects.length === 0) throw new Error('stream and subjects are required');
    for (const subject of [...subjects, ...ends]) checkSubject(subject, fieldArguments);
    const where = texts('where').map(readCondition);
    for (const { operand } of where) {
      if (operand.kind === 'argument' && !fieldArguments.has(operand.name)) {
        throw new Error(`where: the field has no argument "${operand.name}"`);
      }
    }
    const slow = SLOW_POLICIES.find((policy) => policy === (text('slow') ?? 'DISCONNECT'));
    if (!slow) throw new Error(`slow must be one of ${SLOW_POLICIES.join(', ')}`);
    const ids = text('ids');
    return {
      name,
      stream,
      subjects,
      ends,
      owner: text('owner')?.split('.'),
      scopes: texts('scopes'),
      snapshot: flag('snapshot') ?? true,
      where,
      slow,
      shared: flag('shared') ?? false,
      ids: ids === undefined ? undefined : new RegExp(`^(?:${ids})$`, 'u'),
    };
  } catch (error) {
    throw new Error(`@live on Subscription.${name}: ${errorMessage(error)}`);
  }
}

const ARGUMENTS: ReadonlySet<string> = new Set([
  'stream',
  'subjects',
  'ends',
  'owner',
  'scopes',
  'snapshot',
  'where',
  'slow',
  'shared',
  'ids',
]);

function textOf(argument: string, value: unknown): string | undefined {
  if (value === undefined || value === null) return undefined;
  if (typeof value !== 'string') throw new Error(`${argument} must be a string`);
  return value;
}

/** GraphQL coerces a single value to a list of one. */
function textsOf(argument: string, value: unknown): readonly string[] {
  if (value === undefined || value === null) return [];
  const items: readonly unknown[] = Array.isArray(value) ? value : [value];
  if (!items.every((each) => typeof each === 'string'))
    throw new Error(`${argument} must be a list of strings`);
  return items;
}

function flagOf(argument: string, value: unknown): boolean | undefined {
  if (value === undefined || value === null) return undefined;
  if (typeof value !== 'boolean') throw new Error(`${argument} must be true or false`);
  return value;
}

/** One condition on payloads from `@live(where:)`. */
export type Condition = {
  readonly path: readonly string[];
  /** True for `!=`. */
  readonly negated: boolean;
  readonly operand: Operand;
};

type Operand =
  | { readonly kind: 'argument'; readonly name: string }
  | { readonly kind: 'identity' }
  | { readonly kind: 'literal'; readonly value: unknown };

const CONDITION = /^\s*([A-Za-z_]\w*(?:\.[A-Za-z_]\w*)*)\s*(!?=)\s*(\S.*?)\s*$/;
const ARGUMENT = /^\{args\.([A-Za-z_]\w*)\}$/;

/** Parses `path = operand` or `path != operand`. Throws for anything else. */
export function readCondition(text: string): Condition {
  const [, path, sign, operand] = CONDITION.exec(text) ?? [];
  if (path === undefined || operand === undefined) {
    throw new Error(`"${text}" is not of the form "path = operand" or "path != operand"`);
  }
  return { path: path.split('.'), negated: sign === '!=', operand: readOperand(operand, text) };
}

function readOperand(operand: string, text: string): Operand {
  const name = ARGUMENT.exec(operand)?.[1];
  if (name !== undefined) return { kind: 'argument', name };
  if (operand === '{identity.subject}') return { kind: 'identity' };
  try {
    return { kind: 'literal', value: JSON.parse(operand) };
  } catch {
    throw new Error(`The operand in "${text}" is neither {args.NAME}, {identity.subject} nor JSON`);
  }
}

/** Whether a payload meets all conditions. */
export type Filter = (payload: unknown) => boolean;

/**
 * Fills in the caller's values and combines the conditions by AND. An omitted or null argument removes its
 * condition. Undefined when no condition is left; an error when a condition needs a token and there is none.
 */
export function fillConditions(
  conditions: readonly Condition[],
  { args, identitySubject }: SubjectValues,
): Filter | undefined | GraphQLError {
  const filters: Filter[] = [];
  for (const { path, negated, operand } of conditions) {
    let wanted: unknown;
    switch (operand.kind) {
      case 'argument':
        wanted = args[operand.name];
        if (wanted === undefined || wanted === null) continue;
        break;
      case 'identity':
        if (identitySubject === undefined) {
          return unauthenticated('Sign in first: this subscription depends on who you are.');
        }
        wanted = identitySubject;
        break;
      case 'literal':
        wanted = operand.value;
        break;
      default:
        return operand satisfies never;
    }
    const among: readonly unknown[] = Array.isArray(wanted) ? wanted : [wanted];
    filters.push((payload) => among.some((each) => isOrHolds(valueAt(payload, path), each)) !== negated);
  }
  return filters.length === 0 ? undefined : (payload) => filters.every((filter) => filter(payload));
}

/**
 * Compares as strings, so that an id matches whether it is a string or a number. A list matches by any of its
 * items.
 */
function isOrHolds(value: unknown, wanted: unknown): boolean {
  if (Array.isArray(value)) return value.some((item) => isOrHolds(item, wanted));
  if (value === undefined || value === null || wanted === null) return (value ?? null) === wanted;
  return typeof value !== 'object' && String(value) === String(wanted);
}

/** The value at a path of own properties; undefined when the path leaves the object. */
export function valueAt(data: unknown, path: readonly string[]): unknown {
  let value = data;
  for (const name of path) {
    if (!isRecord(value) || !Object.hasOwn(value, name)) return undefined;
    value = value[name];
  }
  return value;
}
