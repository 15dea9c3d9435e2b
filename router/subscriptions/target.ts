import { type ASTNode, type DocumentNode, GraphQLError, Kind, print, visit } from 'graphql';
import type { LiveExecution } from '../execution/operation.ts';
import { badUserInput } from '../graphql/errors.ts';
import type { Variables } from '../graphql/variables.ts';
import type { OperationRequest } from '../operations/request.ts';
import { accessScope, type Caller } from './caller.ts';
import { type Filter, fillConditions } from './conditions.ts';
import type { LiveField } from './live-directive.ts';
import { fillSubjects } from './subjects.ts';
import type { Topic } from './topic.ts';
import { topicKey } from './topic.ts';

/** What subscriptions of the same share: which events, and what each of them is answered with. */
export type Target = {
  /** The same for subscriptions that share: field, operation, variables, events and access. */
  readonly key: string;
  readonly live: LiveField;
  readonly execution: LiveExecution;
  readonly variables: Variables;
  readonly topic: Topic;
  readonly filter: Filter | undefined;
  /** To admit it anew when the graph changes. */
  readonly request: OperationRequest;
};

export type TargetRequest = {
  readonly live: LiveField;
  readonly document: DocumentNode;
  readonly operationName: string | undefined;
  readonly execution: LiveExecution;
  /** As the operation coerced them. */
  readonly variables: Variables;
  readonly caller: Caller;
};

export type Located = { readonly target: Target; readonly after: number | undefined };

type Known = { readonly number: number; readonly cursorOnly: ReadonlySet<string> };

/** Operations are told apart by what they were compiled to. */
const known = new WeakMap<LiveExecution, Known>();
let counted = 0;

/** Where a subscription's events are, or why it names none. */
export function locate({
  live,
  document,
  operationName,
  execution,
  variables,
  caller,
}: TargetRequest): Located | GraphQLError {
  const args = execution.args(variables);
  const values = { args, identitySubject: caller.identity?.subject, ids: live.ids };
  const subjects = fillSubjects(live.subjects, values);
  if (subjects instanceof GraphQLError) return subjects;
  const ends = fillSubjects(live.ends, values);
  if (ends instanceof GraphQLError) return ends;
  const filter = fillConditions(live.where, values);
  if (filter instanceof GraphQLError) return filter;
  const after = readCursor(args.after);
  if (Number.isNaN(after)) return badUserInput('after: this is not a cursor of this field.');
  const topic = { stream: live.stream, subjects, ends };
  const { number, cursorOnly } = knownOf(execution, document);
  const key = JSON.stringify([
    number,
    // Where somebody begins makes no difference to what is given out.
    Object.entries(variables).filter(([name]) => !cursorOnly.has(name)),
    topicKey(topic),
    // Conditions can name the caller where subjects do not.
    live.where.some(({ operand }) => operand.kind === 'identity') ? values.identitySubject : '',
    execution.fetches && !live.shared ? accessScope(caller) : '',
  ]);
  const request = { query: document.loc?.source.body ?? print(document), operationName, variables };
  return { target: { key, live, execution, variables, topic, filter, request }, after };
}

/** A cursor is a place in the stream, as text. Undefined when none is given, NaN when it is something else. */
function readCursor(after: unknown): number | undefined {
  if (after === undefined || after === null) return undefined;
  return typeof after === 'string' && /^\d{1,15}$/.test(after) ? Number(after) : Number.NaN;
}

function knownOf(execution: LiveExecution, document: DocumentNode): Known {
  const found = known.get(execution);
  if (found) return found;
  counted += 1;
  const fresh = { number: counted, cursorOnly: cursorVariables(document, execution.field) };
  known.set(execution, fresh);
  return fresh;
}

/** The variables that stand nowhere but in the root field's `after`. */
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
