import { z } from 'zod';
import { live, metrics, nats, subgraphs } from './backend-settings.ts';
import { auth, cors, csrf, http, pages } from './client-settings.ts';
import { flag, port, text } from './kinds.ts';
import { documents, headers, limits, rateLimit } from './operation-settings.ts';

/** The schema of all settings with their documentation; a test compares docs/router.md with it. */
export const Settings = z.strictObject({
  supergraph: text.optional({
    env: 'SUPERGRAPH',
    otherwise: '(required)',
    says: 'composed supergraph file; reloaded when it changes',
  }),
  host: text.or('127.0.0.1', { env: 'HOST', says: 'address to listen on' }),
  port: port.or(4_000, { env: 'PORT', says: 'port to listen on; 0 picks a free one' }),
  production: flag.or(false, {
    env: 'NODE_ENV',
    says: 'applies the production defaults of this table; set with `NODE_ENV=production`',
  }),
  introspection: flag.optional({
    env: 'INTROSPECTION',
    otherwise: 'true; in production false',
    says: 'whether clients may query the schema',
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
