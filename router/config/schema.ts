import { z } from 'zod';
import { live, metrics, nats, subgraphs } from './backend-settings.ts';
import { auth, cors, csrf, http, pages } from './client-settings.ts';
import { documents, headers, limits, rateLimit } from './operation-settings.ts';
import { flag, port, text } from './setting-types.ts';

/** The schema of all settings with their documentation; a test compares docs/router/running.md with it. */
export const Settings = z.strictObject({
  supergraph: text.optional({
    env: 'SUPERGRAPH',
    defaultText: '(required)',
    description: 'composed supergraph file; reloaded when it changes',
  }),
  host: text.withDefault('127.0.0.1', { env: 'HOST', description: 'address to listen on' }),
  port: port.withDefault(4_000, { env: 'PORT', description: 'port to listen on; 0 picks a free one' }),
  production: flag.withDefault(false, {
    env: 'NODE_ENV',
    description: 'applies the production defaults of this table; set with `NODE_ENV=production`',
  }),
  introspection: flag.optional({
    env: 'INTROSPECTION',
    defaultText: 'true; in production false',
    description: 'whether clients may query the schema',
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
