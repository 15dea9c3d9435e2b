import type { IncomingHttpHeaders } from 'node:http';

/** The place of a span in its trace, as one process tells another (W3C Trace Context). */
export type TraceContext = {
  /** 32 hexadecimal digits. */
  readonly traceId: string;
  /** 16 hexadecimal digits. */
  readonly spanId: string;
  /** Whether its spans are recorded; undefined leaves the decision to who continues the trace. */
  readonly isSampled: boolean | undefined;
  /** What other systems say of the trace, as they wrote it. */
  readonly state?: string | undefined;
};

/** Version, trace id, parent id and flags; later versions may have more after a further dash. */
const TRACEPARENT = /^([\da-f]{2})-([\da-f]{32})-([\da-f]{16})-([\da-f]{2})(-.*)?$/;
const LONGEST_TRACEPARENT = 128;
const LONGEST_TRACESTATE = 512;
const NO_TRACE = '0'.repeat(32);
const NO_SPAN = '0'.repeat(16);
const SAMPLED = 1;

/** Reads a `traceparent`; undefined when it is none. */
export function parseTraceparent(text: string | undefined): TraceContext | undefined {
  if (text === undefined || text.length > LONGEST_TRACEPARENT) return undefined;
  const [, version, traceId = '', spanId = '', flags = '', more] = TRACEPARENT.exec(text) ?? [];
  if (version === undefined || version === 'ff' || (version === '00' && more !== undefined)) return undefined;
  if (traceId === NO_TRACE || spanId === NO_SPAN) return undefined;
  return { traceId, spanId, isSampled: (Number.parseInt(flags, 16) & SAMPLED) === SAMPLED };
}

/** Reads the trace context of a request. A `tracestate` that is too long or not printable is left out. */
export function contextIn(headers: IncomingHttpHeaders): TraceContext | undefined {
  const { traceparent, tracestate } = headers;
  const context = parseTraceparent(typeof traceparent === 'string' ? traceparent : undefined);
  const state = Array.isArray(tracestate) ? tracestate.join() : tracestate;
  return context && state !== undefined && isTracestate(state) ? { ...context, state } : context;
}

/** Whether a text may be passed on as `tracestate`. */
export function isTracestate(text: string): boolean {
  return text.length <= LONGEST_TRACESTATE && /^[\x20-\x7e]+$/.test(text);
}

/** Writes a `traceparent` of version 00. */
export function formatTraceparent({ traceId, spanId, isSampled }: TraceContext): string {
  return `00-${traceId}-${spanId}-${isSampled ? '01' : '00'}`;
}
