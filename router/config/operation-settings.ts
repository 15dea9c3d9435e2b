import { z } from 'zod';
import { count, described, duration, flag, HEADER_NAME, header, oneOf, positive, text } from './kinds.ts';

// From request to answer.

/** Headers that go on to the subgraphs when nothing else is said. */
const PROPAGATED = [{ name: 'authorization' }, { name: 'traceparent' }, { name: 'x-correlation-id' }];

/** What the router or the connection to a subgraph sets itself: handed on, it would make requests unreadable. */
const ITS_OWN =
  /^(accept|accept-encoding|connection|content-encoding|content-length|content-type|expect|host|http2-settings|keep-alive|proxy-.*|te|trailer|transfer-encoding|upgrade)$/;

const HeaderName = z
  .string()
  .regex(HEADER_NAME, 'it takes the name of a header')
  .transform((name) => name.toLowerCase());
const HeaderValue = z.string().regex(/^[\t\x20-\x7e\x80-\xff]*$/, 'it takes the value of a header');

/** A header's name alone, or a rule. */
const HeaderRule = z
  .union(
    [
      HeaderName.transform((name) => ({ name })),
      z.strictObject({ name: HeaderName, as: HeaderName.optional(), default: HeaderValue.optional() }),
    ],
    'it takes the name of a header, or { name, as, default }',
  )
  .superRefine((rule, context) => {
    const sent = 'as' in rule && rule.as !== undefined ? rule.as : rule.name;
    if (ITS_OWN.test(sent)) context.addIssue(`the router sets ${sent} itself: it cannot be handed on`);
  });
const HeaderRules = z.array(HeaderRule);

export const headers = z
  .strictObject({
    propagate: described(HeaderRules.default(PROPAGATED), {
      takes: 'a list of headers: a name, or { name, as, default }',
      fallback: PROPAGATED.map(({ name }) => name),
      says: 'headers of the client that go on to the subgraphs',
    }),
    subgraphs: described(z.record(z.string(), HeaderRules).default({}), {
      takes: 'lists of headers by the name of a subgraph',
      fallback: {},
      says: 'the same for single subgraphs, instead of the list for all',
    }),
  })
  .prefault({});

export const documents = z
  .strictObject({
    remembered: positive.or(1_000, {
      says: 'documents of each graph that are remembered, with all that is known of them',
    }),
    automatic: flag.or(true, {
      env: 'AUTOMATIC_PERSISTED_QUERIES',
      says: 'automatic persisted queries: clients may register a document and then send its hash alone',
    }),
    automaticSize: positive.or(1_000, {
      says: 'documents that clients may have registered; the one used least recently gives way',
    }),
    safelist: oneOf('off', 'log', 'only').or('off', {
      env: 'SAFELIST',
      says: 'what becomes of documents that are not in the manifest: they run, they run and are logged, or they do not run',
    }),
    manifest: text.optional({
      env: 'SAFELIST_MANIFEST',
      says: 'file of the safelist, in Apollo’s format of persisted query manifests',
    }),
  })
  .prefault({});

export const limits = z
  .strictObject({
    tokens: positive.or(5_000, { says: 'words and signs of a document' }),
    depth: positive.or(20, { says: 'fields below each other' }),
    fields: positive.or(2_000, { says: 'fields altogether, fragments put in' }),
    aliases: count.or(100, { says: 'aliases' }),
    directives: count.or(200, { says: 'directives' }),
    rootFields: positive.or(50, { says: 'fields at the root' }),
    cost: positive.or(200_000, { env: 'COST_LIMIT', says: 'estimated cost of an operation' }),
    listSize: positive.or(10, { says: 'length of a list that has no `@listSize`, for the estimate' }),
    costHeader: header.optional({
      says: 'a request header by which clients get the cost in `extensions.cost`; without it nobody does',
    }),
    batch: count.or(0, { env: 'BATCH_LIMIT', says: 'operations in one HTTP request; 0 takes no batches' }),
    time: duration.or(30_000, { env: 'OPERATION_TIMEOUT', says: 'how long a query or mutation may take' }),
  })
  .prefault({});

export const rateLimit = z
  .strictObject({
    perSecond: count.or(0, {
      env: 'RATE_LIMIT',
      says: 'operations that one client may send each second, by its token’s subject, else its address; 0 counts none',
    }),
    burst: count.or(0, {
      env: 'RATE_LIMIT_BURST',
      otherwise: 'twice as many',
      says: 'operations that one client may send at once',
    }),
  })
  .prefault({});
