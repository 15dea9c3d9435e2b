import { z } from 'zod';
import {
  count,
  customSetting,
  duration,
  flag,
  HEADER_NAME,
  header,
  oneOf,
  positive,
  text,
} from './setting-types.ts';

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
    propagate: customSetting(HeaderRules.default(PROPAGATED), {
      expected: 'a list of headers: a name, or { name, as, default }',
      defaultValue: PROPAGATED.map(({ name }) => name),
      description: 'client headers that are forwarded to the subgraphs',
    }),
    subgraphs: customSetting(z.record(z.string(), HeaderRules).default({}), {
      expected: 'lists of headers by subgraph name',
      defaultValue: {},
      description: 'the same for single subgraphs, instead of the list for all',
    }),
  })
  .prefault({});

export const documents = z
  .strictObject({
    cacheSize: positive.withDefault(1_000, {
      description: 'maximum number of cached documents per graph, with their plans',
    }),
    automaticPersistedQueries: flag.withDefault(true, {
      env: 'AUTOMATIC_PERSISTED_QUERIES',
      description: 'automatic persisted queries: clients may register a document and then send only its hash',
    }),
    persistedQueryCacheSize: positive.withDefault(1_000, {
      description: 'maximum number of registered documents; the least recently used one is dropped',
    }),
    safelist: oneOf('off', 'log', 'only').withDefault('off', {
      env: 'SAFELIST',
      description:
        'documents that are not in the manifest: `off` runs them, `log` runs and logs them, `only` rejects them',
    }),
    manifest: text.optional({
      env: 'SAFELIST_MANIFEST',
      description: 'file of the safelist, in Apollo’s format of persisted query manifests',
    }),
  })
  .prefault({});

export const limits = z
  .strictObject({
    tokens: positive.withDefault(5_000, { description: 'maximum tokens of a document' }),
    depth: positive.withDefault(20, { description: 'maximum nesting of fields' }),
    fields: positive.withDefault(2_000, { description: 'maximum fields, with fragments expanded' }),
    aliases: count.withDefault(100, { description: 'maximum aliases' }),
    directives: count.withDefault(200, { description: 'maximum directives' }),
    rootFields: positive.withDefault(50, { description: 'maximum root fields' }),
    cost: positive.withDefault(200_000, {
      env: 'COST_LIMIT',
      description: 'maximum estimated cost of an operation',
    }),
    listSize: positive.withDefault(10, { description: 'assumed length of a list without `@listSize`' }),
    costHeader: header.optional({
      description: 'request header with which clients get the cost in `extensions.cost`; unset disables it',
    }),
    batch: count.withDefault(0, {
      env: 'BATCH_LIMIT',
      description: 'maximum operations in one HTTP request; 0 disables batching',
    }),
    timeout: duration.withDefault(30_000, {
      env: 'OPERATION_TIMEOUT',
      description: 'timeout of a query or mutation',
    }),
  })
  .prefault({});

export const rateLimit = z
  .strictObject({
    perSecond: count.withDefault(0, {
      env: 'RATE_LIMIT',
      description:
        'operations per second of one client, identified by its token’s subject or else its address; 0 disables the limit',
    }),
    burst: count.withDefault(0, {
      env: 'RATE_LIMIT_BURST',
      defaultText: 'twice `perSecond`',
      description: 'operations that one client may send at once',
    }),
  })
  .prefault({});
