import { once } from 'node:events';
import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import { setTimeout as delay } from 'node:timers/promises';
import type { ApolloServer } from '@apollo/server';
import {
  type ExecutionArgs,
  type ExecutionResult,
  type FormattedExecutionResult,
  GraphQLError,
  type GraphQLFormattedError,
  getOperationAST,
} from 'graphql';
import { CloseCode, handleProtocols, makeServer, type SubscribePayload } from 'graphql-ws';
import { type WebSocket, WebSocketServer } from 'ws';
import type { Logger } from '../platform/telemetry/logger.ts';
import type { AccessCheck } from './auth/access.ts';
import type { Authenticate } from './auth/authenticate.ts';
import { correlationIdFrom, type OperationContext } from './context.ts';
import type { Graph } from './gateway/graph.ts';
import { maskError } from './operations/mask.ts';
import { mapItems } from './subscriptions/channel.ts';
import type { Results, Subscribe } from './subscriptions/subscribe.ts';
import { type Connection, serveConnection } from './websocket-connection.ts';

export type WebSocketDeps = {
  readonly apollo: ApolloServer<OperationContext>;
  readonly graph: () => Graph | undefined;
  readonly authenticate: Authenticate;
  readonly checkAccess: AccessCheck;
  readonly subscribe: Subscribe;
  /** Bytes that one message may have. */
  readonly messageLimit: number;
  readonly log: Logger;
};

export type WebSockets = {
  upgrade(request: IncomingMessage, socket: Duplex, head: Buffer): void;
  /** Closes all connections with 1001, going away, each when its queries and mutations in flight are answered. */
  close(): Promise<void>;
};

type Prepared = {
  readonly payload: SubscribePayload;
  readonly context: OperationContext;
  /** Of a subscription, which has begun by then. */
  readonly results?: Results;
};

/** The longest time that a timer takes. */
const LONGEST_TIMER_MS = 2 ** 31 - 1;
const GOING_AWAY = 1001;
/** How long a client may take to answer a close. */
const CLOSE_LIMIT_MS = 2_000;
/** How long answers in flight are waited for; a mutation takes no longer as a rule. */
const ANSWER_LIMIT_MS = 8_000;

/**
 * Serves `graphql-transport-ws`: queries and mutations through Apollo Server, as over HTTP, and subscriptions.
 * A token comes in the connection's parameters (`authorization`, or in `headers`); a bad one closes the
 * connection with 4403, and so does its expiry.
 */
export function createWebSockets(deps: WebSocketDeps): WebSockets {
  const { apollo, graph, authenticate, checkAccess, subscribe, log } = deps;
  const sockets = new WebSocketServer({ noServer: true, handleProtocols, maxPayload: deps.messageLimit });
  const connections = new Set<Connection>();
  const prepared = new WeakMap<ExecutionArgs, Prepared>();

  function preparedFor(args: ExecutionArgs): Prepared {
    const found = prepared.get(args);
    if (!found) throw new Error('An operation was run that was not prepared');
    return found;
  }

  const server = makeServer<Record<string, unknown>, Connection>({
    async onConnect({ connectionParams, extra }) {
      const authorization = authorizationOf(connectionParams);
      const caller = await authenticate(authorization);
      if (caller.kind === 'refused') return false;
      extra.authorization = authorization;
      if (caller.kind === 'identified') {
        extra.identity = caller.identity;
        const left = caller.identity.expiresAt * 1_000 - Date.now();
        // Later than any timer can tell, each operation's own check has to do.
        if (left <= LONGEST_TIMER_MS) {
          const expire = () => extra.socket.close(CloseCode.Forbidden, 'The token has expired');
          extra.expiry = setTimeout(expire, left);
        }
      }
      return true;
    },
    onSubscribe({ extra }, id, payload) {
      const served = graph();
      if (!served)
        return [new GraphQLError('The router has no schema yet.', { extensions: { code: 'NOT_READY' } })];
      const { document, errors } = served.read(payload.query);
      if (errors) return errors;
      const operationName = payload.operationName ?? undefined;
      const operation = getOperationAST(document, operationName);
      if (!operation) {
        const code = 'OPERATION_RESOLUTION_FAILURE';
        return [
          new GraphQLError('The document does not tell which operation to run.', { extensions: { code } }),
        ];
      }
      const context = contextOf(extra, log);
      const refused = checkAccess(served, document, operationName, context);
      if (refused.length > 0) return refused;
      const args: ExecutionArgs = {
        schema: served.apiSchema,
        document,
        ...(operationName === undefined ? {} : { operationName }),
        ...(payload.variables ? { variableValues: payload.variables } : {}),
      };
      if (operation.operation !== 'subscription') {
        prepared.set(args, { payload, context });
        extra.answering.set(id, Promise.withResolvers());
        return args;
      }
      const variables = payload.variables ?? {};
      const results = subscribe({ graph: served, document, operationName, variables, context });
      if (isRefusal(results)) return results;
      prepared.set(args, { payload, context, results });
      return args;
    },
    async execute(args) {
      const { payload, context } = preparedFor(args);
      const { query, operationName, variables } = payload;
      const { body } = await apollo.executeOperation(
        {
          query,
          ...(operationName ? { operationName } : {}),
          ...(variables ? { variables } : {}),
        },
        { contextValue: context },
      );
      if (body.kind !== 'single') throw new Error('Incremental results are not served over WebSocket');
      return asExecutionResult(body.singleResult);
    },
    subscribe(args) {
      const { results } = preparedFor(args);
      if (!results) throw new Error('A subscription was run that was not started');
      return mapItems(results, async (result) => asExecutionResult(result));
    },
    onComplete({ extra }, id) {
      // The message that says so leaves in this turn.
      setImmediate(() => {
        extra.answering.get(id)?.resolve();
        extra.answering.delete(id);
      });
    },
    onError(_, __, ___, errors) {
      return errors.map((error) => {
        const thrown = error.originalError instanceof GraphQLError ? error.originalError : error;
        const correlationId = correlationIdFrom(undefined);
        const { error: shown, masked } = maskError(thrown.toJSON(), correlationId);
        if (masked) log.error({ err: error.originalError ?? error, correlationId }, 'operation failed');
        return shown;
      });
    },
  });

  sockets.on('connection', (socket: WebSocket) => {
    const connection = serveConnection(server, socket, log);
    connections.add(connection);
    socket.once('close', () => connections.delete(connection));
  });

  return {
    upgrade(request, socket, head) {
      sockets.handleUpgrade(request, socket, head, (opened) => sockets.emit('connection', opened, request));
    },
    async close() {
      await Promise.all([...connections].map(endConnection));
      sockets.close();
    },
  };
}

/** Lets what is being answered be answered, then says goodbye. */
async function endConnection({ socket, answering }: Connection): Promise<void> {
  const closed = once(socket, 'close');
  const answers = Promise.all([...answering.values()].map(({ promise }) => promise));
  await Promise.race([answers, closed, delay(ANSWER_LIMIT_MS, undefined, { ref: false })]);
  const limit = setTimeout(() => socket.terminate(), CLOSE_LIMIT_MS);
  socket.close(GOING_AWAY, 'Going away');
  await closed;
  clearTimeout(limit);
}

function isRefusal(started: ReturnType<Subscribe>): started is readonly GraphQLError[] {
  return Array.isArray(started);
}

function contextOf({ identity, authorization }: Connection, log: Logger): OperationContext {
  const correlationId = correlationIdFrom(undefined);
  return {
    correlationId,
    identity,
    authorization,
    traceparent: undefined,
    signal: undefined,
    log: log.child({ correlationId }),
  };
}

/** The Authorization among the parameters of a connection, in the places where clients put it. */
function authorizationOf(params: Readonly<Record<string, unknown>> | undefined): string | undefined {
  for (const place of [params, params?.headers]) {
    if (typeof place !== 'object' || place === null) continue;
    for (const [name, value] of Object.entries(place)) {
      if (name.toLowerCase() === 'authorization' && typeof value === 'string') return value;
    }
  }
  return undefined;
}

/** The protocol's library takes errors as objects and formats them itself. */
function asExecutionResult({ data, errors, extensions }: FormattedExecutionResult): ExecutionResult {
  return {
    ...(data === undefined ? {} : { data }),
    ...(errors
      ? { errors: errors.map(({ message, ...rest }) => new GraphQLError(message, omitLocations(rest))) }
      : {}),
    ...(extensions ? { extensions } : {}),
  };
}

/** Places in the document can only be given with the document's text, which a result no longer has. */
function omitLocations({ path, extensions }: Omit<GraphQLFormattedError, 'message'>) {
  return { ...(path ? { path } : {}), ...(extensions ? { extensions } : {}) };
}
