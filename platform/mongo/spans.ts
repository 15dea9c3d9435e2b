import type { mongo } from 'mongoose';
import { isTracing, type StartedSpan, startSpan } from '../telemetry/tracing.ts';

/** Options of a connection whose commands have spans; none without tracing. */
export function monitoring(): { readonly monitorCommands?: true } {
  return isTracing() ? { monitorCommands: true } : {};
}

/**
 * Gives each command of a client a span below the one that has sent it. Commands that serve several callers
 * belong to the first. Neither filters nor documents are recorded.
 */
export function traceCommands(client: mongo.MongoClient): void {
  if (!isTracing()) return;
  /** The commands in flight, by their request id. */
  const spans = new Map<number, StartedSpan>();

  function end(requestId: number, failure?: Error): void {
    const span = spans.get(requestId);
    if (!span) return;
    spans.delete(requestId);
    if (failure) span.fail(failure.name);
    span.end();
  }

  client.on('commandStarted', ({ requestId, commandName, command }) => {
    const span = startSpan(() => {
      const collection: unknown = command[commandName];
      const target = typeof collection === 'string' ? collection : undefined;
      return {
        name: target === undefined ? commandName : `${commandName} ${target}`,
        kind: 'client',
        attributes: {
          'db.system.name': 'mongodb',
          'db.operation.name': commandName,
          'db.collection.name': target,
        },
      };
    });
    if (span) spans.set(requestId, span);
  });
  client.on('commandSucceeded', ({ requestId }) => end(requestId));
  client.on('commandFailed', ({ requestId, failure }) => end(requestId, failure));
}
