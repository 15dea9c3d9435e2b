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
  AlwaysOffSampler,
  AlwaysOnSampler,
  BasicTracerProvider,
  BatchSpanProcessor,
  ParentBasedSampler,
  RandomIdGenerator,
  type Sampler,
  SamplingDecision,
  type SpanExporter,
  TraceIdRatioBasedSampler,
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
  sampler: name,
  ratio,
  trustsClients,
  onLost,
}: OtlpTracerOptions): Tracer {
  const sampler = createSampler(name, ratio);
  const exporter = new OTLPTraceExporter({ url: `${endpoint.replace(/\/$/, '')}/v1/traces` });
  const provider = new BasicTracerProvider({
    sampler,
    generalLimits: LIMITS,
    resource: new Resource({
      'service.namespace': 'meetingroom',
      'service.name': service,
      'service.instance.id': String(process.pid),
    }),
    spanProcessors: [new BatchSpanProcessor(reporting(exporter, onLost))],
  });
  const tracer = provider.getTracer('meetingroom');
  const { generateTraceId } = new RandomIdGenerator();

  /** Asks the sampler as for a new trace, under an id that nobody has chosen. */
  function decide(): boolean {
    const asked = sampler.shouldSample(ROOT_CONTEXT, generateTraceId(), '', SpanKind.SERVER, {}, []);
    return asked.decision === SamplingDecision.RECORD_AND_SAMPLED;
  }

  function contextOf({ traceId, spanId, isSampled = decide(), state }: TraceContext): Context {
    return trace.setSpanContext(ROOT_CONTEXT, {
      traceId,
      spanId,
      isRemote: true,
      traceFlags: isSampled ? TraceFlags.SAMPLED : TraceFlags.NONE,
      ...(state === undefined ? {} : { traceState: createTraceState(state) }),
    });
  }

  return {
    trustsClients,
    start({ name, kind, attributes = {} }, parent) {
      const context = parent ? contextOf(parent) : ROOT_CONTEXT;
      return startedSpan(tracer.startSpan(name, { kind: KINDS[kind], attributes }, context));
    },
    close: () => provider.shutdown(),
  };
}

function startedSpan(span: OtelSpan): StartedSpan {
  const { traceId, spanId, traceFlags, traceState } = span.spanContext();
  const isSampled = (traceFlags & TraceFlags.SAMPLED) !== 0;
  const state = traceState?.serialize();
  return {
    context: { traceId, spanId, isSampled, ...(state ? { state } : {}) },
    isRecorded: span.isRecording(),
    set: (attributes) => void span.setAttributes(attributes),
    fail: (errorType) =>
      void span.setAttribute('error.type', errorType).setStatus({ code: SpanStatusCode.ERROR }),
    end: () => span.end(),
  };
}

function createSampler(name: TracingSettings['sampler'], ratio: number): Sampler {
  switch (name) {
    case 'always_on':
      return new AlwaysOnSampler();
    case 'always_off':
      return new AlwaysOffSampler();
    case 'parentbased_always_on':
      return new ParentBasedSampler({ root: new AlwaysOnSampler() });
    case 'parentbased_always_off':
      return new ParentBasedSampler({ root: new AlwaysOffSampler() });
    case 'parentbased_traceidratio':
      return new ParentBasedSampler({ root: new TraceIdRatioBasedSampler(ratio) });
  }
}

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
