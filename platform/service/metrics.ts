import { once } from 'node:events';
import { createServer } from 'node:http';
import type { DiskSpace } from '../disk-space.ts';
import type { OutboxState } from '../messaging/relay.ts';
import type { Route } from '../subgraph/server.ts';
import type { Logger } from '../telemetry/logger.ts';

type Sources = {
  readonly readOutbox: () => Promise<OutboxState>;
  readonly isStuck: () => boolean;
  readonly space: Pick<DiskSpace, 'isLow' | 'free'>;
  readonly counts: readonly Count[];
};

/** Something that a service counts from its start on. */
export type Count = { readonly name: string; readonly help: string; readonly value: () => number };

/** A gauge that is read when it is asked for. */
type Reading = {
  readonly name: string;
  readonly help: string;
  /** Undefined leaves the gauge out. */
  readonly read: (outbox: OutboxState | undefined) => number | undefined;
};

/** Serves a route at a port of its own, for the internal network. Resolves when it listens. */
export async function serveApart(
  route: Route,
  { port, host, log }: { readonly port: number; readonly host: string; readonly log: Logger },
): Promise<{ close(): Promise<void> }> {
  const server = createServer((request, response) => {
    if (request.method !== route.method || request.url?.split('?')[0] !== route.path) {
      response.writeHead(404).end();
      return;
    }
    route.handle(request, response).catch((error: unknown) => {
      log.error({ err: error }, 'metrics could not be served');
      response.destroy();
    });
  });
  server.listen(port, host);
  await once(server, 'listening');
  return {
    async close() {
      server.close();
      server.closeAllConnections();
    },
  };
}

/** The service's metrics in the text format of Prometheus, as a route. */
export function metricsRoute({ readOutbox, isStuck, space, counts }: Sources): Route {
  const readings: readonly Reading[] = [
    {
      name: 'service_outbox_events',
      help: 'Events that wait to be published',
      read: (outbox) => outbox?.events,
    },
    {
      name: 'service_outbox_oldest_event_age_seconds',
      help: 'Age of the oldest event that waits to be published, 0 without one',
      read: (outbox) =>
        outbox?.oldest ? Math.max(0, (Date.now() - Date.parse(outbox.oldest)) / 1_000) : outbox && 0,
    },
    {
      name: 'service_outbox_stuck',
      help: '1 while events cannot be published and the service is therefore not ready',
      read: () => Number(isStuck()),
    },
    {
      name: 'service_disk_free_bytes',
      help: 'Free space of the disk with the stores, where that is a disk of this machine',
      read: () => space.free(),
    },
    {
      name: 'service_changes_refused',
      help: '1 while changes are refused because that disk is nearly full',
      read: () => Number(space.isLow()),
    },
  ];
  return {
    method: 'GET',
    path: '/metrics',
    async handle(_request, response) {
      // Loaded by the first request for metrics: many services are never asked.
      const { Counter, Gauge, Registry } = await import('prom-client');
      const registry = new Registry();
      // A database that does not respond leaves out only what is in it.
      const outbox = await readOutbox().catch(() => undefined);
      for (const { name, help, read } of readings) {
        const value = read(outbox);
        if (value !== undefined) new Gauge({ name, help, registers: [registry] }).set(value);
      }
      for (const { name, help, value } of counts)
        new Counter({ name, help, registers: [registry] }).inc(value());
      response.writeHead(200, { 'content-type': registry.contentType }).end(await registry.metrics());
    },
  };
}
