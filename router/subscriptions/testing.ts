import type { GraphQLFormattedError } from 'graphql';
import { buildSchema, OperationTypeNode, parse } from 'graphql';
import { createLogger } from '../../platform/telemetry/logger.ts';
import type { LiveExecution } from '../execution/compile.ts';
import type { Variables } from '../graphql/variables.ts';
import type { CallerContext } from '../operations/contexts.ts';
import type { Graph } from '../operations/graphs.ts';
import type { AdmittedOperation } from '../operations/operations.ts';
import { refuseWith } from '../operations/request.ts';
import { createMemoryEvents, type MemoryEvents } from '../testing/memory-events.ts';
import { createLive, type Live, type LiveDeps } from './live.ts';
import type { LiveField } from './live-directive.ts';
import type { LiveMetrics } from './live-metrics.ts';
import type { Subscription } from './subscriber.ts';
import type { Sink } from './subscriber-queue.ts';

/** A field that follows all subjects below `s`. */
export const EVERYTHING: LiveField = {
  name: 'things',
  stream: 'S',
  subjects: ['s.*.*'],
  ends: [],
  aliases: [],
  owners: [],
  scopes: [],
  snapshot: true,
  lapses: [],
  where: [],
  slow: 'DISCONNECT',
  shared: false,
  ids: undefined,
  cursor: undefined,
};

/** The fields of the graphs of fake operations. */
const FIELDS = new WeakMap<Graph, ReadonlyMap<string, LiveField>>();

export type FakeOperation = {
  readonly admitted: AdmittedOperation;
  /** The number of executions. */
  runs(): number;
  /** Executions that the test must finish, for an operation that fetches. */
  readonly held: {
    readonly value: Variables;
    readonly signal: AbortSignal | undefined;
    finish(): void;
  }[];
};

export type OperationOptions = {
  readonly live?: Partial<LiveField>;
  readonly variables?: Variables;
  /** Whether it fetches; each execution then waits for the test. */
  readonly fetches?: boolean;
};

/** An admitted subscription whose data is the event itself, without a graph. */
export function fakeOperation({
  live,
  variables = {},
  fetches = false,
}: OperationOptions = {}): FakeOperation {
  let runs = 0;
  const held: FakeOperation['held'] = [];
  const outcome = (value: Variables) => ({ data: JSON.stringify(value), errors: [] });
  const execution: LiveExecution = {
    field: 'things',
    args: (values) => values,
    fetches,
    execute(value, { context: { signal } }) {
      runs += 1;
      if (!fetches) return Promise.resolve(outcome(value));
      return new Promise((resolve) => held.push({ value, signal, finish: () => resolve(outcome(value)) }));
    },
  };
  const schema = buildSchema('type Query { a: Int }');
  const graph: Graph = {
    id: 'fake',
    apiSchema: schema,
    supergraphSchema: schema,
    subgraphs: [],
    compile: async () => admitted.operation,
    documents: {
      read: () => ({ hash: '', operation: () => refuseWith('NOT_READY', 'no documents here') }),
      prepare: async () => undefined,
      popular: () => [],
    },
  };
  FIELDS.set(graph, new Map([['things', { ...EVERYTHING, ...live }]]));
  const admitted: AdmittedOperation = {
    kind: 'admitted',
    graph,
    operation: {
      kind: OperationTypeNode.SUBSCRIPTION,
      coerce: (values = {}) => ({ kind: 'coerced', values }),
      execute: () => Promise.reject(new Error('A subscription is not executed by request')),
      live: execution,
    },
    variables,
    document: parse('subscription ($after: ID) { things(after: $after) { id } }'),
    deprecated: [],
    operationName: undefined,
    hash: '',
    listedName: undefined,
    cost: 0,
  };
  return { admitted, runs: () => runs, held };
}

/** A caller with this subject, token and scopes. */
export function callerNamed(subject: string, token = subject, scopes: readonly string[] = []): CallerContext {
  const identity = {
    subject,
    scopes,
    expiresAt: 4e9,
    key: { isWithdrawn: false },
  };
  const forwarded = { authorization: `Bearer ${token}` };
  return {
    correlationId: 'c',
    identity,
    policies: [],
    client: subject,
    forwarded,
    forwardedTo: undefined,
    correlationHeaders: new Set(['x-correlation-id']),
  };
}

/** What one subscriber received: kind, id and cursor of each result. */
export type Seen = {
  readonly results: readonly string[];
  readonly bodies: readonly Buffer[];
  /** Undefined while the subscription runs. */
  end(): readonly GraphQLFormattedError[] | undefined;
  readonly subscription: Subscription;
  /** Whether the sink accepts results. */
  setReady(isReady: boolean): void;
};

export type FakeLive = {
  readonly live: Live;
  readonly events: MemoryEvents;
  readonly counts: Record<'events' | 'executions' | 'deliveries' | 'coalesced', number>;
  readonly ends: string[];
  readonly resumed: string[];
  follow(operation?: FakeOperation, options?: SubscribeOptions): Seen;
};

export type SubscribeOptions = {
  readonly caller?: CallerContext;
  readonly after?: string;
  readonly isReady?: boolean;
};

export type FakeLiveOptions = Partial<Pick<LiveDeps, 'admit'>> & {
  readonly limits?: Partial<LiveDeps['limits']>;
  readonly events?: MemoryEvents;
};

/** Live subscriptions over events in memory. */
export function createFakeLive({
  events = createMemoryEvents(),
  limits = {},
  admit = async () => fakeOperation().admitted,
}: FakeLiveOptions = {}): FakeLive {
  const counts = { events: 0, executions: 0, deliveries: 0, coalesced: 0 };
  const ends: string[] = [];
  const resumed: string[] = [];
  const metrics: LiveMetrics = {
    ...NO_LIVE_METRICS,
    subscriptionEnded: (_, end) => ends.push(end),
    resumed: (_, from) => resumed.push(from),
    eventTaken: () => {
      counts.events += 1;
    },
    executed: () => {
      counts.executions += 1;
    },
    delivered: (_, subscribers) => {
      counts.deliveries += subscribers;
    },
    delayed() {},
    coalesced: () => {
      counts.coalesced += 1;
    },
  };
  const log = createLogger('live', 'silent');
  const live = createLive({
    fields: (graph) => FIELDS.get(graph) ?? new Map(),
    source: events,
    admit,
    limits: { queue: 3, grace: 20, subscriptionsPerClient: 100, idsPerClient: 1_000, ...limits },
    metrics,
    log,
  });

  return {
    live,
    events,
    counts,
    ends,
    resumed,
    follow(operation = fakeOperation(), { caller = callerNamed('alice'), after, isReady = true } = {}) {
      const results: string[] = [];
      const bodies: Buffer[] = [];
      let end: readonly GraphQLFormattedError[] | undefined;
      let ready = isReady;
      const sink: Sink = {
        isReady: () => ready,
        next(body) {
          const { data, extensions } = JSON.parse(String(body));
          bodies.push(body);
          const lost = extensions ? ` ${extensions.live.reason}` : '';
          results.push(`${data.kind} ${data.id ?? '?'} ${data.cursor}${lost}`);
        },
        end(errors) {
          end = errors;
        },
      };
      const { admitted } = operation;
      const variables = after === undefined ? admitted.variables : { ...admitted.variables, after };
      const subscribed = live.subscribe({ admitted: { ...admitted, variables }, caller, sink });
      if (subscribed.kind === 'refused') throw new Error(JSON.stringify(subscribed.errors));
      const { subscription } = subscribed;
      subscription.start();
      return {
        results,
        bodies,
        end: () => end,
        subscription,
        setReady(isReadyNow) {
          ready = isReadyNow;
          if (ready) subscription.resume();
        },
      };
    },
  };
}

/** Records nothing. */
const NO_LIVE_METRICS: LiveMetrics = {
  connectionOpened() {},
  connectionClosed() {},
  subscriptionStarted() {},
  subscriptionEnded() {},
  eventTaken() {},
  executed() {},
  delivered() {},
  coalesced() {},
  delayed() {},
  resumed() {},
};
