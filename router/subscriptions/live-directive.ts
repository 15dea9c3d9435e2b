import {
  type ConstArgumentNode,
  type ConstDirectiveNode,
  type GraphQLField,
  type GraphQLSchema,
  print,
} from 'graphql';
import { errorMessage } from '../../platform/errors.ts';
import type { Path } from '../../platform/property-path.ts';
import { argumentValue, directiveName, directiveOf } from '../graphql/directives.ts';
import type { Graph } from '../operations/graphs.ts';
import { type Alias, checkAliases, readAlias } from './aliases.ts';
import { type Condition, readCondition } from './conditions.ts';
import { type Lapse, readLapse } from './lapses.ts';
import { type Owner, readOwner } from './owners.ts';
import { PATH } from './payload-path.ts';
import { SLOW_POLICIES, type SlowPolicy } from './subscriber-queue.ts';
import { checkSubject } from './topic.ts';

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
  /** Fields that are taken from another path of the payload. */
  readonly aliases: readonly Alias[];
  /** The callers who may follow; everybody when there are none. */
  readonly owners: readonly Owner[];
  /** Each of these scopes lets a caller follow without being an owner. */
  readonly scopes: readonly string[];
  /** Whether a subscription starts with the current state. */
  readonly snapshot: boolean;
  /** Values that become others by the clock: a snapshot has them as they are now. */
  readonly lapses: readonly Lapse[];
  /** Conditions on payloads. */
  readonly where: readonly Condition[];
  readonly slow: SlowPolicy;
  /** Whether fetched data is the same for all callers, so that callers with different access share it. */
  readonly shared: boolean;
  /** A pattern for arguments in subjects, and for `after` where `cursor` is set. */
  readonly ids: RegExp | undefined;
  /** The path of the value by which `after` names an event; undefined for its position in the stream. */
  readonly cursor: Path | undefined;
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
    fields.set(field.name, readDirective(field, directive));
  }
  return fields;
}

/** Reads the directive strictly: an ignored argument could be one that restricts access to events. */
function readDirective(
  { name, args, type }: GraphQLField<unknown, unknown>,
  directive: ConstDirectiveNode,
): LiveField {
  const fieldArguments = new Set(args.map((each) => each.name));
  try {
    const unknown = directive.arguments?.find((each) => !ARGUMENTS.has(each.name.value));
    if (unknown) throw new Error(unknownArgument(unknown));
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
    const aliases = texts('aliases').map(readAlias);
    checkAliases(aliases, type);
    const owners = texts('owners').map(readOwner);
    const scopes = texts('scopes');
    if (scopes.length > 0 && owners.length === 0) throw new Error('scopes restrict nothing without owners');
    const ids = text('ids');
    const cursor = text('cursor');
    if (cursor !== undefined && !IS_PATH.test(cursor)) throw new Error(`cursor: "${cursor}" is no path`);
    return {
      name,
      stream,
      subjects,
      ends,
      aliases,
      owners,
      scopes,
      snapshot: flag('snapshot') ?? true,
      lapses: texts('lapses').map(readLapse),
      where,
      slow,
      shared: flag('shared') ?? false,
      ids: ids === undefined ? undefined : new RegExp(`^(?:${ids})$`, 'u'),
      cursor: cursor?.split('.'),
    };
  } catch (error) {
    throw new Error(`@live on Subscription.${name}: ${errorMessage(error)}`);
  }
}

const IS_PATH = new RegExp(`^(?:${PATH})$`);

const ARGUMENTS: ReadonlySet<string> = new Set([
  'stream',
  'subjects',
  'ends',
  'aliases',
  'owners',
  'scopes',
  'snapshot',
  'lapses',
  'where',
  'slow',
  'shared',
  'ids',
  'cursor',
]);

function unknownArgument({ name, value }: ConstArgumentNode): string {
  const instead = name.value === 'owner' ? `: write owners: [${print(value)}]` : '';
  return `unknown argument "${name.value}"${instead}`;
}

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
