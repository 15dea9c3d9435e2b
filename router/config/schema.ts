import { z } from 'zod';
import { live, metrics, nats, subgraphs } from './backend-settings.ts';
import { auth, cors, csrf, http, pages } from './client-settings.ts';
import { flag, port, text } from './kinds.ts';
import { documents, headers, limits, rateLimit } from './operation-settings.ts';

/** Everything that can be set on the router, with what it does; docs/router.md is checked against this. */
export const Settings = z.strictObject({
  supergraph: text.optional({
    env: 'SUPERGRAPH',
    otherwise: '(needed)',
    says: 'the composed supergraph file; watched, and taken up anew when it changes',
  }),
  host: text.or('127.0.0.1', { env: 'HOST', says: 'the address to listen on' }),
  port: port.or(4_000, { env: 'PORT', says: 'the port to listen on; 0 takes a free one' }),
  production: flag.or(false, {
    env: 'NODE_ENV',
    says: 'closes what this table says; in the environment by `NODE_ENV=production`',
  }),
  introspection: flag.optional({
    env: 'INTROSPECTION',
    otherwise: 'true; in production false',
    says: 'whether clients may ask for the schema',
  }),
  nats,
  pages,
  http,
  cors,
  csrf,
  auth,
  headers,
  documents,
  limits,
  rateLimit,
  subgraphs,
  live,
  metrics,
});

export type Settings = z.output<typeof Settings>;
