import { expect, test } from 'vitest';
import { contextIn, formatTraceparent, parseTraceparent } from './trace-context.ts';

const TRACE = '0af7651916cd43dd8448eb211c80319c';
const SPAN = 'b7ad6b7169203331';

test.each([
  ['sampled', `00-${TRACE}-${SPAN}-01`, true],
  ['not sampled', `00-${TRACE}-${SPAN}-00`, false],
  ['with further flags', `00-${TRACE}-${SPAN}-03`, true],
  ['of a later version, which may have more', `cc-${TRACE}-${SPAN}-01-what-the-future-will-be`, true],
])('a traceparent that is %s is read', (_, text, isSampled) => {
  expect(parseTraceparent(text)).toEqual({ traceId: TRACE, spanId: SPAN, isSampled });
});

test.each([
  ['of version ff', `ff-${TRACE}-${SPAN}-01`],
  ['of version 00 with more', `00-${TRACE}-${SPAN}-01-more`],
  ['without a trace', `00-${'0'.repeat(32)}-${SPAN}-01`],
  ['without a span', `00-${TRACE}-${'0'.repeat(16)}-01`],
  ['in upper case', `00-${TRACE.toUpperCase()}-${SPAN}-01`],
  ['that is too long', `cc-${TRACE}-${SPAN}-01-${'x'.repeat(100)}`],
  ['that is missing', undefined],
])('a traceparent %s is none', (_, text) => {
  expect(parseTraceparent(text)).toBeUndefined();
});

test('a context is written as it was read', () => {
  const text = `00-${TRACE}-${SPAN}-01`;
  const context = parseTraceparent(text);
  expect(context && formatTraceparent(context)).toBe(text);
});

test.each([
  ['is taken along', 'congo=t61rcWkgMzE', 'congo=t61rcWkgMzE'],
  ['of more than 512 characters is left out', `a=${'x'.repeat(511)}`, undefined],
  ['with other than printable characters is left out', 'a=\u00e9', undefined],
])('a tracestate that %s', (_, tracestate, state) => {
  const headers = { traceparent: `00-${TRACE}-${SPAN}-01`, tracestate };
  expect(contextIn(headers)?.state).toBe(state);
  expect(contextIn({ tracestate })).toBeUndefined();
});
