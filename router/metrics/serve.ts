import { once } from 'node:events';
import { type Route, routeHandler } from '../http/responses.ts';
import { createHttpServer, urlOf } from '../http/server.ts';
import type { Metrics } from './metrics.ts';

export type MetricsServer = { readonly url: string; close(): void };

/** The route of `/metrics`. */
export function metricsRoute(metrics: Pick<Metrics, 'text' | 'contentType'>): Route {
  return async () => ({ status: 200, contentType: metrics.contentType, body: await metrics.text() });
}

/** Serves only `/metrics`, on a separate port for the internal network. */
export async function serveMetrics(
  metrics: Pick<Metrics, 'text' | 'contentType'>,
  { host, port }: { readonly host: string; readonly port: number },
  onFault: (error: unknown) => void,
): Promise<MetricsServer> {
  const server = createHttpServer({
    routes: { '/metrics': routeHandler(metricsRoute(metrics)) },
    cors: [],
    onFault,
  });
  server.listen(port, host);
  await once(server, 'listening');
  return {
    url: urlOf(server),
    close() {
      server.close();
      server.closeAllConnections();
    },
  };
}
