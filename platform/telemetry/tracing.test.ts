import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { z } from 'zod';
import { readSettings } from '../config/read-settings.ts';
import { type OtlpReceiver, spanTree, startOtlpReceiver } from '../testing/otlp-receiver.ts';
import { createLogger } from './logger.ts';
import { startTracing, type Tracing } from './start-tracing.ts';
import {
  contextOfClient,
  currentTraceparent,
  inEntrySpan,
  inSpan,
  outsideSpans,
  startSpan,
  traceFields,
  traceHeaders,
} from './tracing.ts';
import { TRACING } from './tracing-settings.ts';

const log = createLogger('test', 'silent');
const TRACE = '0af7651916cd43dd8448eb211c80319c';
const SPAN = 'b7ad6b7169203331';
const NOTHING = async () => {};

let receiver: OtlpReceiver;
let tracing: Tracing | undefined;

beforeEach(async () => {
  receiver = await startOtlpReceiver();
});
afterEach(async () => {
  await tracing?.close();
  await receiver[Symbol.asyncDispose]();
});

const read = (environment: Readonly<Record<string, string>>) =>
  readSettings(z.strictObject({ tracing: TRACING }), environment).tracing;

async function givenTracing(settings: Readonly<Record<string, string>> = {}): Promise<void> {
  tracing = await startTracing('test', read({ OTEL_EXPORTER_OTLP_ENDPOINT: receiver.url, ...settings }), log);
}

/** The trace of an operation that a client has sent with these headers. */
const operation = (headers: Readonly<Record<string, string>>, work: () => Promise<void> = NOTHING) =>
  inEntrySpan(() => ({ name: 'operation', kind: 'server', parent: contextOfClient(headers) }), work);
const step = (name: string, work: () => Promise<void> = NOTHING) =>
  inSpan(() => ({ name, kind: 'internal' }), work);

test('without an endpoint, work runs as it is, and nothing is described', async () => {
  tracing = await startTracing('test', read({}), log);
  const describe = vi.fn<() => { name: string; kind: 'internal' }>();
  expect(await inSpan(describe, async () => 1)).toBe(1);
  expect(await inEntrySpan(describe, async () => 2)).toBe(2);
  expect(describe).not.toHaveBeenCalled();
  expect([startSpan(describe), currentTraceparent(), traceHeaders(), traceFields()]).toEqual([
    undefined,
    undefined,
    {},
    {},
  ]);
});

test('spans are below those in which they start, and exported at the end', async () => {
  await givenTracing();
  await operation({ traceparent: `00-${TRACE}-${SPAN}-01` }, async () => {
    await step('first', () => step('within'));
    startSpan(() => ({ name: 'with a callback', kind: 'client' }))?.end();
    await outsideSpans(() => step('of nobody'));
  });
  await tracing?.close();
  expect(spanTree(receiver.spans, TRACE)).toEqual([
    'test: server operation',
    '  test: client with a callback',
    '  test: internal first',
    '    test: internal within',
  ]);
});

test('an error fails its span by its type alone, and is thrown on', async () => {
  await givenTracing();
  const failing = operation({}, async () => {
    throw new RangeError('alice@example.com is not in range');
  });
  await expect(failing).rejects.toThrow('alice@example.com');
  await tracing?.close();
  expect(receiver.spans).toMatchObject([{ attributes: { 'error.type': 'RangeError' }, status: { code: 2 } }]);
  expect(JSON.stringify(receiver.spans)).not.toContain('alice');
});

test('the trace goes on in another process by its headers, tracestate included', async () => {
  await givenTracing();
  const traceparent = `00-${TRACE}-${SPAN}-01`;
  let sent: Readonly<Record<string, string>> = {};
  await operation({ traceparent, tracestate: 'congo=t61rcWkgMzE' }, async () => {
    await step('fetch', async () => {
      sent = traceHeaders();
    });
  });
  await tracing?.close();
  const fetch = receiver.spans.find(({ name }) => name === 'fetch');
  expect(sent).toEqual({
    traceparent: `00-${TRACE}-${fetch?.spanId}-01`,
    tracestate: 'congo=t61rcWkgMzE',
  });
});

test('a log line names its span', async () => {
  await givenTracing();
  let fields: Readonly<Record<string, string>> = {};
  await operation({}, async () => {
    fields = traceFields();
  });
  await tracing?.close();
  const [span] = receiver.spans;
  expect(fields).toEqual({ trace_id: span?.traceId, span_id: span?.spanId });
});

const ALWAYS = { OTEL_TRACES_SAMPLER: 'parentbased_always_on' };
const NEVER = { OTEL_TRACES_SAMPLER: 'parentbased_traceidratio', OTEL_TRACES_SAMPLER_ARG: '0' };
const TRUSTING = { TRACE_TRUST_CLIENTS: 'true' };

test.each([
  ['does not start what is not sampled here', NEVER, '01', 0],
  ['does not suppress what is sampled here', ALWAYS, '00', 2],
  ['counts when clients are trusted', { ...NEVER, ...TRUSTING }, '01', 2],
  ['counts when clients are trusted, also as a no', { ...ALWAYS, ...TRUSTING }, '00', 0],
])('the sampled flag of a client %s', async (_, settings, flags, recorded) => {
  await givenTracing(settings);
  let sent = '';
  await operation({ traceparent: `00-${TRACE}-${SPAN}-${flags}` }, () =>
    step('fetch', async () => {
      sent = currentTraceparent() ?? '';
    }),
  );
  await tracing?.close();
  expect(receiver.spans.filter(({ traceId }) => traceId === TRACE)).toHaveLength(recorded);
  // The decision travels with the trace, so that other processes record all of it or nothing.
  expect(sent.slice(0, 35)).toBe(`00-${TRACE}`);
  expect(sent.endsWith(recorded > 0 ? '-01' : '-00')).toBe(true);
});

test.each([
  [{ OTEL_TRACES_SAMPLER: 'traceidratio' }, 'OTEL_TRACES_SAMPLER=traceidratio is invalid'],
  [{ OTEL_TRACES_SAMPLER_ARG: '1.5' }, 'OTEL_TRACES_SAMPLER_ARG=1.5 is invalid'],
  [{ OTEL_EXPORTER_OTLP_ENDPOINT: 'localhost:4318' }, 'OTEL_EXPORTER_OTLP_ENDPOINT is invalid'],
])('the settings %j are refused', async (settings, message) => {
  await expect(givenTracing(settings)).rejects.toThrow(message);
});

test('spans that a receiver does not take are reported', async () => {
  const refusing = await startOtlpReceiver({ status: 400 });
  const warn = vi.spyOn(log, 'warn');
  await givenTracing({ OTEL_EXPORTER_OTLP_ENDPOINT: refusing.url });
  await operation({});
  await tracing?.close();
  await refusing[Symbol.asyncDispose]();
  expect(warn).toHaveBeenCalledWith(
    { err: expect.any(Error), spans: 1 },
    'spans could not be exported and are lost',
  );
});
