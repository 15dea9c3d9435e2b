import {
  type Context,
  createTraceState,
  type Span as OtelSpan,
  ROOT_CONTEXT,
  SpanKind,
  SpanStatusCode,
  TraceFlags,
  trace,
} from '@opentelemetry/api';
import { OTLPTraceExporter } from '@opentelemetry/exporter-trace-otlp-http';
import { Resource } from '@opentelemetry/resources';
import {
  AlwaysOnSampler,
  BasicTracerProvider,
  BatchSpanProcessor,
  RandomIdGenerator,
  type SpanExporter,
} from '@opentelemetry/sdk-trace-base';
import type { TraceContext } from './trace-context.ts';
import type { SpanOptions, StartedSpan, Tracer } from './tracing.ts';
import type { TracingSettings } from './tracing-settings.ts';

const KINDS: Readonly<Record<SpanOptions['kind'], SpanKind>> = {
  internal: SpanKind.INTERNAL,
  server: SpanKind.SERVER,
  client: SpanKind.CLIENT,
  producer: SpanKind.PRODUCER,
  consumer: SpanKind.CONSUMER,
};

/** The bounds of one span; clients choose some values, such as names of operations. */
const LIMITS = { attributeValueLengthLimit: 256, attributeCountLimit: 32 };

export type OtlpTracerOptions = TracingSettings & {
  readonly endpoint: string;
  /** The name under which the spans are shown. */
  readonly service: string;
  /** Called when spans could not be exported. */
  readonly onLost: (error: Error | undefined, spans: number) => void;
};

/**
 * Creates a tracer that exports batches of spans with OTLP over HTTP, in JSON. OTEL_EXPORTER_OTLP_HEADERS,
 * OTEL_EXPORTER_OTLP_TIMEOUT and OTEL_BSP_… are the library's own.
 */
export function createOtlpTracer({
  service,
  endpoint,
  sampler,
  ratio,
  trustsClients,
  onLost,
}: OtlpTracerOptions): Tracer {
  const decide = createDecide({ sampler, ratio });
  const exporter = new OTLPTraceExporter({ url: `${endpoint.replace(/\/$/, '')}/v1/traces` });
  const provider = new BasicTracerProvider({
    // What is not sampled does not get this far.
    sampler: new AlwaysOnSampler(),
    generalLimits: LIMITS,
    resource: new Resource({
      'service.namespace': 'meetingroom',
      'service.name': service,
      'service.instance.id': String(process.pid),
    }),
    spanProcessors: [new BatchSpanProcessor(reporting(exporter, onLost))],
  });
  const tracer = provider.getTracer('meetingroom');
  const { generateTraceId, generateSpanId } = new RandomIdGenerator();

  return {
    trustsClients,
    start({ name, kind, attributes = {} }, parent) {
      if (!decide(parent?.isSampled)) {
        const { traceId, spanId, state } = parent ?? { traceId: generateTraceId(), spanId: generateSpanId() };
        return unrecorded({ traceId, spanId, isSampled: false, ...(state === undefined ? {} : { state }) });
      }
      const context = parent ? contextOf(parent) : ROOT_CONTEXT;
      return startedSpan(tracer.startSpan(name, { kind: KINDS[kind], attributes }, context));
    },
    close: () => provider.shutdown(),
  };
}

/** The parent of a span that is recorded. */
function contextOf({ traceId, spanId, state }: TraceContext): Context {
  return trace.setSpanContext(ROOT_CONTEXT, {
    traceId,
    spanId,
    isRemote: true,
    traceFlags: TraceFlags.SAMPLED,
    ...(state === undefined ? {} : { traceState: createTraceState(state) }),
  });
}

function startedSpan(span: OtelSpan): StartedSpan {
  const { traceId, spanId, traceState } = span.spanContext();
  const state = traceState?.serialize();
  return {
    context: { traceId, spanId, isSampled: true, ...(state ? { state } : {}) },
    isRecorded: true,
    set: (attributes) => void span.setAttributes(attributes),
    fail: (errorType) =>
      void span.setAttribute('error.type', errorType).setStatus({ code: SpanStatusCode.ERROR }),
    end: () => span.end(),
  };
}

/** Decides whether a span is recorded, given what its parent says; undefined without a parent that counts. */
type Decide = (isParentSampled: boolean | undefined) => boolean;

/**
 * The samplers of OpenTelemetry. The ratio is drawn for each new trace and not read from its id, which a
 * client may have chosen; all other spans of a trace follow their parents.
 */
function createDecide({ sampler, ratio }: Pick<TracingSettings, 'sampler' | 'ratio'>): Decide {
  switch (sampler) {
    case 'always_on':
      return () => true;
    case 'always_off':
      return () => false;
    case 'parentbased_always_on':
      return (isParentSampled = true) => isParentSampled;
    case 'parentbased_always_off':
      return (isParentSampled = false) => isParentSampled;
    case 'parentbased_traceidratio':
      return (isParentSampled = Math.random() < ratio) => isParentSampled;
  }
}

/** A span of a trace that is not recorded: its context alone, which other processes follow. */
function unrecorded(context: TraceContext): StartedSpan {
  return { context, isRecorded: false, set: IGNORE, fail: IGNORE, end: IGNORE };
}

const IGNORE = () => {};

/** An exporter that reports failures, of which the library says nothing. */
function reporting(exporter: SpanExporter, onLost: OtlpTracerOptions['onLost']): SpanExporter {
  return {
    export(spans, done) {
      exporter.export(spans, (result) => {
        if (result.code !== EXPORTED) onLost(result.error, spans.length);
        done(result);
      });
    },
    shutdown: () => exporter.shutdown(),
  };
}

/** `ExportResultCode.SUCCESS` of @opentelemetry/core. */
const EXPORTED = 0;
