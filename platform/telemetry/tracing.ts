import { AsyncLocalStorage } from 'node:async_hooks';
import type { IncomingHttpHeaders, IncomingMessage, ServerResponse } from 'node:http';
import { contextIn, formatTraceparent, type TraceContext } from './trace-context.ts';

/** The values of a span: names of OpenTelemetry's semantic conventions, and nothing about people. */
export type Attributes = Readonly<Record<string, string | number | boolean | undefined>>;

/** Describes a span. Its name has few different values: no ids. */
export type SpanOptions = {
  readonly name: string;
  readonly kind: 'internal' | 'server' | 'client' | 'producer' | 'consumer';
  readonly attributes?: Attributes;
};

/** A span as the work inside it sees it. */
export type Span = {
  set(attributes: Attributes): void;
  /** Marks it as failed. Only the type of an error is recorded: messages may quote what clients sent. */
  fail(errorType: string): void;
};

/** A span that has started. */
export type StartedSpan = Span & {
  readonly context: TraceContext;
  /** False for a span that is only passed on, since its trace is not sampled. */
  readonly isRecorded: boolean;
  end(): void;
};

/** What starts and exports spans. */
export type Tracer = {
  /** Whether the sampled flag of clients counts. */
  readonly trustsClients: boolean;
  /** Starts a span below its parent, or a new trace. */
  start(options: SpanOptions, parent: TraceContext | undefined): StartedSpan;
  /** Exports what is left. */
  close(): Promise<void>;
};

const current = new AsyncLocalStorage<StartedSpan | undefined>();
const NO_SPAN: Span = { set() {}, fail() {} };
let tracer: Tracer | undefined;

/** Sets the process's tracer. Without one, all functions of this module only run the work. */
export function setTracer(given: Tracer | undefined): void {
  tracer = given;
}

export function isTracing(): boolean {
  return tracer !== undefined;
}

/** Runs work in a span below the current one. Without a current one that is recorded, there is no span. */
export function inSpan<Result>(
  describe: () => SpanOptions,
  work: (span: Span) => Promise<Result>,
): Promise<Result> {
  if (tracer === undefined) return work(NO_SPAN);
  const parent = current.getStore();
  return parent?.isRecorded ? run(tracer.start(describe(), parent.context), work) : work(NO_SPAN);
}

/** A span that continues what came from elsewhere. */
export type EntryOptions = SpanOptions & { readonly parent?: TraceContext | undefined };

/** Runs work in a span below one of another process or time, or in a new trace. */
export function inEntrySpan<Result>(
  describe: () => EntryOptions,
  work: (span: Span) => Promise<Result>,
): Promise<Result> {
  if (tracer === undefined) return work(NO_SPAN);
  const { parent, ...options } = describe();
  return run(tracer.start(options, parent), work);
}

async function run<Result>(span: StartedSpan, work: (span: Span) => Promise<Result>): Promise<Result> {
  try {
    return await current.run(span, () => work(span));
  } catch (error) {
    span.fail(error instanceof Error ? error.name : typeof error);
    throw error;
  } finally {
    span.end();
  }
}

/** Starts a span for work that ends in a callback, below the current one; undefined without one. */
export function startSpan(describe: () => SpanOptions): StartedSpan | undefined {
  const parent = tracer && current.getStore();
  return parent?.isRecorded ? tracer?.start(describe(), parent.context) : undefined;
}

/** Starts a span below one of another process or time; undefined without tracing. */
export function startEntrySpan(describe: () => EntryOptions): StartedSpan | undefined {
  if (tracer === undefined) return undefined;
  const { parent, ...options } = describe();
  return tracer.start(options, parent);
}

/** Runs work that serves several traces, or none: what it does belongs to no span. */
export function outsideSpans<Result>(work: () => Result): Result {
  return tracer === undefined ? work() : current.run(undefined, work);
}

/** The span in which the caller runs. */
export function currentSpan(): Span {
  return (tracer && current.getStore()) ?? NO_SPAN;
}

/** Whether the caller runs in a span, recorded or not. */
export function isInSpan(): boolean {
  return tracer !== undefined && current.getStore() !== undefined;
}

/** The `traceparent` of the current span, for what it causes; undefined without one. */
export function currentTraceparent(): string | undefined {
  const span = tracer && current.getStore();
  return span && formatTraceparent(span.context);
}

const NO_HEADERS: Readonly<Record<string, string>> = {};

/** The headers that continue the current span in another process. */
export function traceHeaders(): Readonly<Record<string, string>> {
  const span = tracer && current.getStore();
  if (!span) return NO_HEADERS;
  const { state } = span.context;
  const traceparent = formatTraceparent(span.context);
  return state === undefined ? { traceparent } : { traceparent, tracestate: state };
}

/** The fields of a log line that name its span. */
export function traceFields(): Readonly<Record<string, string>> {
  const span = tracer && current.getStore();
  return span ? { trace_id: span.context.traceId, span_id: span.context.spanId } : {};
}

/**
 * The trace of a client that nobody vouches for. Unless configured otherwise, this process decides whether it
 * is recorded, whatever the client says.
 */
export function contextOfClient(headers: IncomingHttpHeaders): TraceContext | undefined {
  const context = contextIn(headers);
  return context && !tracer?.trustsClients ? { ...context, isSampled: undefined } : context;
}

/** An HTTP request that is answered in a span. */
export type TracedRequest = {
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
  /** The path under which it is served. */
  readonly route: string;
  readonly parent: TraceContext | undefined;
};

/** Runs the handling of an HTTP request in a span of its kind. */
export function inServerSpan(
  { request, response, route, parent }: TracedRequest,
  work: () => Promise<void>,
): Promise<void> {
  if (tracer === undefined) return work();
  const attributes = { 'http.request.method': request.method, 'http.route': route };
  return inEntrySpan(
    () => ({ name: `${request.method} ${route}`, kind: 'server', attributes, parent }),
    async (span) => {
      await work();
      const { statusCode } = response;
      span.set({ 'http.response.status_code': statusCode });
      if (statusCode >= SERVER_ERROR) span.fail(String(statusCode));
    },
  );
}

const SERVER_ERROR = 500;
