import { contextOfClient, inServerSpan, isTracing } from '../../platform/telemetry/tracing.ts';
import type { Handler } from './server.ts';

/** Handles each request in a span, which continues the trace of its client. */
export function traced(handle: Handler): Handler {
  return (http) => {
    const { message: request, response, path: route } = http;
    if (!isTracing()) return handle(http);
    const parent = contextOfClient(request.headers);
    return inServerSpan({ request, response, route, parent }, () => handle(http));
  };
}
