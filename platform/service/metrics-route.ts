import { once } from 'node:events';
import { createServer } from 'node:http';
import type { Route } from '../subgraph/server.ts';
import type { Logger } from '../telemetry/logger.ts';
import type { ServiceMetrics } from './metrics.ts';

/** The service's metrics in the text format of Prometheus, as a route. */
export function metricsRoute({ contentType, text }: Pick<ServiceMetrics, 'contentType' | 'text'>): Route {
  return {
    method: 'GET',
    path: '/metrics',
    async handle(_request, response) {
      response.writeHead(200, { 'content-type': contentType }).end(await text());
    },
  };
}

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
