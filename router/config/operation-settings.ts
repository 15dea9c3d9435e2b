import { z } from 'zod';
import { count, described, duration, flag, HEADER_NAME, header, oneOf, positive, text } from './kinds.ts';

// Settings of operations: documents, limits and headers.

/** The default headers for subgraphs. */
const PROPAGATED = [{ name: 'authorization' }, { name: 'traceparent' }, { name: 'x-correlation-id' }];

/** Headers that the router or its connection sets. Forwarding them would corrupt requests. */
const RESERVED =
  /^(accept|accept-encoding|connection|content-encoding|content-length|content-type|expect|host|http2-settings|keep-alive|proxy-.*|te|trailer|transfer-encoding|upgrade)$/;

const HeaderName = z
  .string()
  .regex(HEADER_NAME, 'expected a header name')
  .transform((name) => name.toLowerCase());
const HeaderValue = z.string().regex(/^[\t\x20-\x7e\x80-\xff]*$/, 'expected a header value');

/** A header name, or a rule. */
const HeaderRule = z
  .union(
    [
      HeaderName.transform((name) => ({ name })),
      z.strictObject({ name: HeaderName, as: HeaderName.optional(), default: HeaderValue.optional() }),
    ],
    'expected a header name, or { name, as, default }',
  )
  .superRefine((rule, context) => {
    const sent = 'as' in rule && rule.as !== undefined ? rule.as : rule.name;
    if (RESERVED.test(sent)) context.addIssue(`${sent} cannot be forwarded: the router sets it`);
  });
const HeaderRules = z.array(HeaderRule);

export const headers = z
  .strictObject({
    propagate: described(HeaderRules.default(PROPAGATED), {
      takes: 'a list of headers: a name, or { name, as, default }',
      fallback: PROPAGATED.map(({ name }) => name),
      says: 'client headers that are forwarded to the subgraphs',
    }),
    subgraphs: described(z.record(z.string(), HeaderRules).default({}), {
      takes: 'lists of headers by subgraph name',
      fallback: {},
      says: 'the same for single subgraphs, instead of the list for all',
    }),
  })
  .prefault({});

export const documents = z
  .strictObject({
    remembered: positive.or(1_000, {
      says: 'maximum number of cached documents per graph, with their plans',
    }),
    automatic: flag.or(true, {
      env: 'AUTOMATIC_PERSISTED_QUERIES',
      says: 'automatic persisted queries: clients may register a document and then send only its hash',
    }),
    automaticSize: positive.or(1_000, {
      says: 'maximum number of registered documents; the least recently used one is dropped',
    }),
    safelist: oneOf('off', 'log', 'only').or('off', {
      env: 'SAFELIST',
      says: 'documents that are not in the manifest: `off` runs them, `log` runs and logs them, `only` rejects them',
    }),
    manifest: text.optional({
      env: 'SAFELIST_MANIFEST',
      says: 'file of the safelist, in Apollo’s format of persisted query manifests',
    }),
  })
  .prefault({});

export const limits = z
  .strictObject({
    tokens: positive.or(5_000, { says: 'maximum tokens of a document' }),
    depth: positive.or(20, { says: 'maximum nesting of fields' }),
    fields: positive.or(2_000, { says: 'maximum fields, with fragments expanded' }),
    aliases: count.or(100, { says: 'maximum aliases' }),
    directives: count.or(200, { says: 'maximum directives' }),
    rootFields: positive.or(50, { says: 'maximum root fields' }),
    cost: positive.or(200_000, { env: 'COST_LIMIT', says: 'maximum estimated cost of an operation' }),
    listSize: positive.or(10, { says: 'assumed length of a list without `@listSize`' }),
    costHeader: header.optional({
      says: 'request header with which clients get the cost in `extensions.cost`; unset disables it',
    }),
    batch: count.or(0, {
      env: 'BATCH_LIMIT',
      says: 'maximum operations in one HTTP request; 0 disables batching',
    }),
    time: duration.or(30_000, { env: 'OPERATION_TIMEOUT', says: 'timeout of a query or mutation' }),
  })
  .prefault({});

export const rateLimit = z
  .strictObject({
    perSecond: count.or(0, {
      env: 'RATE_LIMIT',
      says: 'operations per second of one client, identified by its token’s subject or else its address; 0 disables the limit',
    }),
    burst: count.or(0, {
      env: 'RATE_LIMIT_BURST',
      otherwise: 'twice `perSecond`',
      says: 'operations that one client may send at once',
    }),
  })
  .prefault({});
