import type { ServerResponse } from 'node:http';
import type { RunningContext } from '../../operations/contexts.ts';
import { faultErrors } from '../../operations/mask.ts';
import type { AdmittedOperation, Operations } from '../../operations/operations.ts';
import { type Refused, refusalText } from '../../operations/request.ts';
import { callerContextOf } from '../../subscriptions/caller-context.ts';
import type { Live } from '../../subscriptions/live.ts';
import type { LiveConfig } from '../../subscriptions/live-config.ts';
import type { LiveMetrics } from '../../subscriptions/live-metrics.ts';
import type { ConnectionRegistry } from '../connection-registry.ts';
import { createNextEvents, EventStream } from './event-stream.ts';

export type EventStreamDeps = {
  readonly operations: Pick<Operations, 'run'>;
  readonly live: Live;
  readonly connections: ConnectionRegistry;
  readonly limits: LiveConfig;
  readonly metrics: LiveMetrics;
};

export type EventStreamRequest = {
  /** Its common headers are already set. */
  readonly response: ServerResponse;
  readonly decided: AdmittedOperation | Refused;
  /** Aborted when the client disconnects. */
  readonly context: RunningContext;
};

export type EventStreams = {
  /**
   * Responds with server-sent events: all results of a subscription, or the result of a query or mutation.
   */
  serve(request: EventStreamRequest): Promise<void>;
  /**
   * Ends all subscriptions, so that their clients reconnect elsewhere. Queries and mutations are completed
   * first.
   */
  close(): void;
};

/** Implements the distinct connections mode of graphql-sse: one response for each operation. */
export function createEventStreams(deps: EventStreamDeps): EventStreams {
  const { operations, live, connections, limits, metrics } = deps;
  const open = new Set<EventStream>();
  const eventOf = createNextEvents();
  let isClosing = false;

  function openStream(response: ServerResponse, { identity }: RunningContext): EventStream {
    const stream = new EventStream({ response, identity, lifetime: limits.lifetime, eventOf });
    open.add(stream);
    connections.add(stream);
    metrics.connectionOpened('sse');
    response.once('close', () => {
      stream.onDisconnect();
      open.delete(stream);
      connections.remove(stream);
      metrics.connectionClosed('sse');
    });
    return stream;
  }

  function follow(stream: EventStream, admitted: AdmittedOperation, context: RunningContext): void {
    if (isClosing) {
      stream.cutOff();
      return;
    }
    const subscribed = live.subscribe({ admitted, caller: callerContextOf(context), sink: stream });
    if (subscribed.kind === 'refused') stream.end(subscribed.errors);
    else stream.follow(subscribed.subscription);
  }

  return {
    async serve({ response, decided, context }) {
      // The client disconnected while its request was read.
      if (response.destroyed) return;
      if (connections.isFull()) {
        response.writeHead(503, { 'retry-after': '5', 'content-type': 'text/plain; charset=utf-8' });
        response.end('Too many connections. Try again later.\n');
        return;
      }
      const stream = openStream(response, context);
      try {
        if (decided.kind === 'refused') stream.end(decided.errors);
        else if (decided.operation.kind === 'subscription') follow(stream, decided, context);
        else {
          const result = await operations.run(decided, context);
          stream.complete(result.kind === 'result' ? result.text : refusalText(result));
        }
      } catch (fault) {
        stream.end(faultErrors(fault, context));
      }
    },
    close() {
      isClosing = true;
      for (const stream of open) if (stream.isEndless) stream.cutOff();
    },
  };
}
