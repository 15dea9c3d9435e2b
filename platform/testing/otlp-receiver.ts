import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { json } from 'node:stream/consumers';
import { z } from 'zod';

const attributes = z
  .array(z.object({ key: z.string(), value: z.record(z.string(), z.unknown()) }))
  .transform((list) => Object.fromEntries(list.map(({ key, value }) => [key, Object.values(value)[0]])));

const span = z.object({
  traceId: z.string(),
  spanId: z.string(),
  parentSpanId: z.string().optional(),
  name: z.string(),
  kind: z.number(),
  attributes,
  status: z.object({ code: z.number().default(0) }),
});

/** The body of an export as OTLP/HTTP has it in JSON (ExportTraceServiceRequest). */
const exported = z.object({
  resourceSpans: z.array(
    z.object({
      resource: z.object({ attributes }),
      scopeSpans: z.array(z.object({ spans: z.array(span) })),
    }),
  ),
});

/** A span and the service that has sent it. */
export type ReceivedSpan = z.output<typeof span> & { readonly service: unknown };

export type OtlpReceiver = {
  readonly url: string;
  /** What has come so far. */
  readonly spans: readonly ReceivedSpan[];
  [Symbol.asyncDispose](): Promise<void>;
};

/** A receiver of spans: OTLP over HTTP, in JSON. @param status with which it answers */
export async function startOtlpReceiver({ status = 200 } = {}): Promise<OtlpReceiver> {
  const spans: ReceivedSpan[] = [];
  const server = createServer((request, response) => {
    json(request)
      .then((body) => {
        for (const { resource, scopeSpans } of exported.parse(body).resourceSpans)
          for (const each of scopeSpans.flatMap((scope) => scope.spans))
            spans.push({ ...each, service: resource.attributes['service.name'] });
        response.writeHead(status, { 'content-type': 'application/json' }).end('{}');
      })
      .catch((error: unknown) => response.writeHead(400).end(String(error)));
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    spans,
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      server.close();
    },
  };
}

const KINDS = ['', 'internal', 'server', 'client', 'producer', 'consumer'];

/**
 * The spans of a trace as a tree in lines: `service: kind name`, indented below their parents, each line once
 * among its siblings and in the order of the alphabet. A span without a parent in the trace is at the top.
 */
export function spanTree(spans: readonly ReceivedSpan[], traceId: string): readonly string[] {
  const ofTrace = spans.filter((each) => each.traceId === traceId);
  const ids = new Set(ofTrace.map(({ spanId }) => spanId));
  const below = Map.groupBy(ofTrace, ({ parentSpanId = '' }) => (ids.has(parentSpanId) ? parentSpanId : ''));
  const linesBelow = (parents: readonly string[]): readonly string[] => {
    const children = parents.flatMap((parent) => below.get(parent) ?? []);
    const byLine = Map.groupBy(children, ({ service, kind, name }) => `${service}: ${KINDS[kind]} ${name}`);
    return [...byLine]
      .toSorted()
      .flatMap(([line, alike]) => [
        line,
        ...linesBelow(alike.map(({ spanId }) => spanId)).map((each) => `  ${each}`),
      ]);
  };
  return linesBelow(['']);
}
