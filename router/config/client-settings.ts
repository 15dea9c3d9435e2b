import { z } from 'zod';
import { count, duration, flag, origins, positive, preflightedHeaders, text, url } from './kinds.ts';

// What clients meet first: HTTP, pages, who they are.

export const pages = z
  .strictObject({
    enabled: flag.optional({
      env: 'PAGES',
      otherwise: 'true; in production false',
      says: 'whether `/` and `/graphiql` are served',
    }),
    document: text.optional({
      env: 'PAGE_DOCUMENT',
      otherwise: 'a greeting',
      says: 'file of the document that the pages hold at first',
    }),
    devToken: text.optional({
      env: 'DEV_TOKEN',
      says: 'token that the pages put into their headers; ignored in production',
    }),
  })
  .prefault({});

export const http = z
  .strictObject({
    keepAlive: duration.or(5_000, {
      env: 'KEEP_ALIVE',
      says: 'how long a client’s idle connection is kept; longer than the load balancer in front keeps it',
    }),
    drain: duration.or(15_000, {
      env: 'DRAIN_LIMIT',
      says: 'how long a stop waits for clients that do not finish a request or do not read its answer; a process ends after 20 s anyway',
    }),
    bodyLimit: positive.or(1_048_576, {
      env: 'BODY_LIMIT',
      says: 'bytes that a request or a WebSocket message may have',
    }),
    trustedProxies: count.or(0, {
      env: 'TRUSTED_PROXIES',
      says: 'how many proxies stand in front: a client’s address is taken from `X-Forwarded-For`, so many from its end; 0 does not believe it',
    }),
  })
  .prefault({});

export const cors = z
  .strictObject({
    origins: origins.optional({
      env: 'CORS_ORIGINS',
      otherwise: '`*`; in production `none`',
      says: 'origins of web pages that may ask, and open WebSockets; the router’s own pages always may',
    }),
  })
  .prefault({});

export const csrf = z
  .strictObject({
    prevent: flag.or(true, {
      env: 'CSRF_PREVENTION',
      says: 'refuses requests that a page of any site could send unasked',
    }),
    headers: preflightedHeaders.or(['x-apollo-operation-name', 'apollo-require-preflight'], {
      says: 'headers of which one proves that the browser has asked first',
    }),
  })
  .prefault({});

export const auth = z
  .strictObject({
    jwksUrl: url('https:', 'http:', 'file:').optional({
      env: 'JWKS_URL',
      says: 'public keys of the token issuer (`https:`, `http:`, `file:`); without it nobody is asked for a token',
    }),
    issuer: text.or('meetingroom-local', { env: 'JWT_ISSUER', says: 'who must have issued a token' }),
    audience: text.or('meetingroom', { env: 'JWT_AUDIENCE', says: 'whom a token must be for' }),
    required: flag.or(true, {
      env: 'JWT_REQUIRED',
      says: 'whether everything needs a token; otherwise only what `@authenticated`, `@requiresScopes` and `@policy` stand on',
    }),
    requireRole: flag.or(true, {
      env: 'JWT_REQUIRE_ROLE',
      says: 'whether a token must name a role in the claim `role`; without one it has the scopes of its claim `scope` alone',
    }),
    policyClaim: text.or('policies', {
      env: 'JWT_POLICY_CLAIM',
      says: 'the claim that lists the policies of `@policy` which the caller fulfils',
    }),
  })
  .prefault({});
