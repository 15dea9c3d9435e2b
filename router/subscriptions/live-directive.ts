import {
  type ConstDirectiveNode,
  type ConstValueNode,
  type DocumentNode,
  type GraphQLSchema,
  Kind,
  valueFromASTUntyped,
} from 'graphql';
import { type Condition, readCondition } from './conditions.ts';
import { SLOW_POLICIES, type SlowPolicy } from './waiting.ts';

/** Where the directive is specified; the version is a minor of 1. docs/router.md holds the specification. */
export const LIVE_SPEC = 'https://meetingroom.dev/live/v1.';

/** What `@live` says of a subscription field. */
export type LiveField = {
  readonly name: string;
  /** The JetStream stream that holds the events. */
  readonly stream: string;
  /** Subjects with `{args.x}` and `{identity.subject}` in the place of tokens. */
  readonly subjects: readonly string[];
  /** Subjects whose events end what the last token names: it leaves the snapshot and nobody is told. */
  readonly ends: readonly string[];
  /** Path in the payload whose value must be the caller's subject. */
  readonly owner: readonly string[] | undefined;
  /** Any of these lets a caller see what somebody else owns. */
  readonly scopes: readonly string[];
  /** Whether a subscription begins with the state there is. */
  readonly snapshot: boolean;
  /** What a payload must meet to be given out. */
  readonly where: readonly Condition[];
  readonly slow: SlowPolicy;
  /** Whether what is fetched does not depend on who asks, so that callers of any access share it. */
  readonly shared: boolean;
  /** What arguments in subjects must look like. */
  readonly ids: RegExp | undefined;
};

/** The subscription fields that are driven by events, by name. Throws when a `@live` lacks what it needs. */
export function liveFields(
  supergraphSchema: GraphQLSchema,
  supergraph: DocumentNode,
): ReadonlyMap<string, LiveField> {
  const directiveName = nameInSupergraph(supergraph);
  const fields = new Map<string, LiveField>();
  if (!directiveName) return fields;
  for (const field of Object.values(supergraphSchema.getSubscriptionType()?.getFields() ?? {})) {
    const directive = field.astNode?.directives?.find((each) => each.name.value === directiveName);
    if (directive) fields.set(field.name, readDirective(field.name, directive));
  }
  return fields;
}

/** What the supergraph's `@link` calls the directive: `live`, unless it was imported under another name. */
function nameInSupergraph(supergraph: DocumentNode): string | undefined {
  for (const definition of supergraph.definitions) {
    if (definition.kind !== Kind.SCHEMA_DEFINITION && definition.kind !== Kind.SCHEMA_EXTENSION) continue;
    for (const directive of definition.directives ?? []) {
      const url = argumentOf(directive, 'url');
      if (directive.name.value !== 'link' || typeof url !== 'string' || !url.startsWith(LIVE_SPEC)) continue;
      return importedAs(argumentOf(directive, 'import')) ?? 'live';
    }
  }
  return undefined;
}

function importedAs(imports: unknown): string | undefined {
  if (!Array.isArray(imports)) return undefined;
  for (const each of imports as unknown[]) {
    if (typeof each !== 'object' || each === null || !('name' in each) || each.name !== '@live') continue;
    if ('as' in each && typeof each.as === 'string') return each.as.slice(1);
  }
  return undefined;
}

function readDirective(name: string, directive: ConstDirectiveNode): LiveField {
  const argument = (argumentName: string) => argumentOf(directive, argumentName);
  const fault = (what: string) => new Error(`@live on Subscription.${name}: ${what}`);
  const stream = argument('stream');
  const subjects = strings(argument('subjects'));
  if (typeof stream !== 'string' || subjects.length === 0) throw fault('it names no stream or no subject');
  const slow = SLOW_POLICIES.find((policy) => policy === (argument('slow') ?? 'DISCONNECT'));
  if (!slow) throw fault(`slow is one of ${SLOW_POLICIES.join(', ')}`);
  const owner = argument('owner');
  const ids = argument('ids');
  try {
    return {
      name,
      stream,
      subjects,
      ends: strings(argument('ends')),
      owner: typeof owner === 'string' ? owner.split('.') : undefined,
      scopes: strings(argument('scopes')),
      snapshot: argument('snapshot') !== false,
      where: strings(argument('where')).map(readCondition),
      slow,
      shared: argument('shared') === true,
      ids: typeof ids === 'string' ? new RegExp(`^(?:${ids})$`, 'u') : undefined,
    };
  } catch (error) {
    throw fault(error instanceof Error ? error.message : String(error));
  }
}

function argumentOf(directive: ConstDirectiveNode, name: string): unknown {
  const value: ConstValueNode | undefined = directive.arguments?.find(
    (each) => each.name.value === name,
  )?.value;
  return value && valueFromASTUntyped(value);
}

function strings(value: unknown): readonly string[] {
  return Array.isArray(value) ? value.filter((each): each is string => typeof each === 'string') : [];
}
