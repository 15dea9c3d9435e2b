import { type ASTNode, type DocumentNode, GraphQLError, Kind, print, visit } from 'graphql';
import { writeJson } from '../../platform/json.ts';
import type { LiveExecution } from '../execution/compile.ts';
import { badUserInput } from '../graphql/errors.ts';
import type { Variables } from '../graphql/variables.ts';
import { accessScope, type CallerContext } from '../operations/contexts.ts';
import type { OperationRequest } from '../operations/request.ts';
import { type Filter, fillConditions } from './conditions.ts';
import type { LiveField } from './live-directive.ts';
import { fillSubjects, normalId, type Topic, topicKey } from './topic.ts';
import type { Cursor } from './topic-follower.ts';

/**
 * What a group of subscribers shares: the events that it follows, and the operation that it executes for
 * each.
 */
export type SubscriptionPlan = {
  /** Equal for subscriptions with the same operation, variables, events and access. */
  readonly key: string;
  readonly live: LiveField;
  readonly execution: LiveExecution;
  readonly variables: Variables;
  readonly topic: Topic;
  readonly filter: Filter | undefined;
  /** To admit the subscription again when the graph changes. */
  readonly request: OperationRequest;
};

export type PlanRequest = {
  readonly live: LiveField;
  readonly document: DocumentNode;
  readonly operationName: string | undefined;
  readonly execution: LiveExecution;
  /** Coerced by the operation. */
  readonly variables: Variables;
  readonly caller: CallerContext;
};

export type PlannedSubscription = { readonly plan: SubscriptionPlan; readonly after: Cursor | undefined };

type OperationKey = { readonly number: number; readonly cursorOnly: ReadonlySet<string> };

/** Compiled operations get numbers, for the keys of plans. */
const operationKeys = new WeakMap<LiveExecution, OperationKey>();
let lastNumber = 0;

/**
 * Plans a subscription: fills its subjects and conditions, and parses its cursor. Returns an error for bad
 * values.
 */
export function planSubscription({
  live,
  document,
  operationName,
  execution,
  variables,
  caller,
}: PlanRequest): PlannedSubscription | GraphQLError {
  const args = execution.args(variables);
  if (args instanceof GraphQLError) return args;
  const values = { args, identitySubject: caller.identity?.subject, ids: live.ids };
  const subjects = fillSubjects(live.subjects, values);
  if (subjects instanceof GraphQLError) return subjects;
  const ends = fillSubjects(live.ends, values);
  if (ends instanceof GraphQLError) return ends;
  const filter = fillConditions(live.where, values);
  if (filter instanceof GraphQLError) return filter;
  const after = readCursor(args.after, live);
  if (after === 'malformed') return badUserInput('after: this is not a valid cursor.');
  const topic = { stream: live.stream, subjects, ends, aliases: live.aliases };
  const { number, cursorOnly } = operationKeyOf(execution, document);
  const key = writeJson([
    number,
    // The cursor makes no difference for the results.
    Object.entries(variables).filter(([name]) => !cursorOnly.has(name)),
    topicKey(topic),
    // Conditions may depend on the caller where subjects do not.
    live.where.some(({ operand }) => operand.kind === 'identity') ? values.identitySubject : '',
    execution.fetches && !live.shared ? accessScope(caller) : '',
  ]);
  const request = { query: document.loc?.source.body ?? print(document), operationName, variables };
  return { plan: { key, live, execution, variables, topic, filter, request }, after };
}

/** A cursor is a sequence number as text, or the value that the field declares. Undefined when omitted. */
function readCursor(
  after: unknown,
  { cursor: path, ids }: Pick<LiveField, 'cursor' | 'ids'>,
): Cursor | undefined | 'malformed' {
  if (after === undefined || after === null) return undefined;
  if (typeof after !== 'string') return 'malformed';
  if (path) {
    const value = normalId(after, ids);
    return value === undefined ? 'malformed' : { path, value };
  }
  return /^\d{1,15}$/.test(after) ? Number(after) : 'malformed';
}

function operationKeyOf(execution: LiveExecution, document: DocumentNode): OperationKey {
  const existing = operationKeys.get(execution);
  if (existing) return existing;
  lastNumber += 1;
  const created = { number: lastNumber, cursorOnly: cursorVariables(document, execution.field) };
  operationKeys.set(execution, created);
  return created;
}

/** The variables that are used only in the root field's `after`. */
function cursorVariables(document: DocumentNode, field: string): ReadonlySet<string> {
  const cursors = new Set<string>();
  const others = new Set<string>();
  visit(document, {
    [Kind.VARIABLE_DEFINITION]: () => false,
    [Kind.VARIABLE]({ name }, _key, parent, _path, ancestors) {
      const fields = ancestors.filter(isField);
      const isCursor =
        isNode(parent) &&
        parent.kind === Kind.ARGUMENT &&
        parent.name.value === 'after' &&
        fields.length === 1 &&
        fields[0]?.name.value === field;
      (isCursor ? cursors : others).add(name.value);
    },
  });
  return new Set([...cursors].filter((name) => !others.has(name)));
}

type Visited = ASTNode | readonly ASTNode[] | undefined;

function isNode(visited: Visited): visited is ASTNode {
  return visited !== undefined && 'kind' in visited;
}

function isField(visited: Visited) {
  return isNode(visited) && visited.kind === Kind.FIELD;
}
