import { z } from 'zod';
import { count, duration, flag, origins, positive, preflightedHeaders, text, url } from './kinds.ts';

// Settings of HTTP, the pages and authentication.

export const pages = z
  .strictObject({
    enabled: flag.optional({
      env: 'PAGES',
      otherwise: 'true; in production false',
      says: 'whether `/` and `/graphiql` are served',
    }),
    document: text.optional({
      env: 'PAGE_DOCUMENT',
      otherwise: 'a short greeting',
      says: 'file with the initial document of the pages’ editors',
    }),
    devToken: text.optional({
      env: 'DEV_TOKEN',
      says: 'token in the initial headers of the pages; ignored in production',
    }),
  })
  .prefault({});

export const http = z
  .strictObject({
    keepAlive: duration.or(5_000, {
      env: 'KEEP_ALIVE',
      says: 'how long an idle client connection stays open; set it above the load balancer’s own timeout',
    }),
    drain: duration.or(15_000, {
      env: 'DRAIN_LIMIT',
      says: 'how long a shutdown waits for clients that neither finish a request nor read its response; the process exits after 20 s in any case',
    }),
    bodyLimit: positive.or(1_048_576, {
      env: 'BODY_LIMIT',
      says: 'maximum bytes of a request body or WebSocket message',
    }),
    trustedProxies: count.or(0, {
      env: 'TRUSTED_PROXIES',
      says: 'number of reverse proxies in front; the client’s address is that many entries from the end of `X-Forwarded-For`; 0 ignores the header',
    }),
  })
  .prefault({});

export const cors = z
  .strictObject({
    origins: origins.optional({
      env: 'CORS_ORIGINS',
      otherwise: '`*`; in production `none`',
      says: 'origins of web pages that may send requests and open WebSockets; the router’s own pages always may',
    }),
  })
  .prefault({});

export const csrf = z
  .strictObject({
    prevent: flag.or(true, {
      env: 'CSRF_PREVENTION',
      says: 'rejects requests that a browser sends to other sites without a preflight',
    }),
    headers: preflightedHeaders.or(['x-apollo-operation-name', 'apollo-require-preflight'], {
      says: 'headers that prove a preflight; one of them is enough',
    }),
  })
  .prefault({});

export const auth = z
  .strictObject({
    jwksUrl: url('https:', 'http:', 'file:').optional({
      env: 'JWKS_URL',
      says: 'public keys of the token issuer (`https:`, `http:`, `file:`); unset disables authentication',
    }),
    issuer: text.or('meetingroom-local', { env: 'JWT_ISSUER', says: 'required issuer of tokens' }),
    audience: text.or('meetingroom', { env: 'JWT_AUDIENCE', says: 'required audience of tokens' }),
    required: flag.or(true, {
      env: 'JWT_REQUIRED',
      says: 'whether every operation needs a token; false requires one only for `@authenticated`, `@requiresScopes` and `@policy`',
    }),
    requireRole: flag.or(true, {
      env: 'JWT_REQUIRE_ROLE',
      says: 'whether a token must have the claim `role`; without it, a token has only the scopes of its claim `scope`',
    }),
    policyClaim: text.or('policies', {
      env: 'JWT_POLICY_CLAIM',
      says: 'claim that lists the caller’s policies for `@policy`',
    }),
  })
  .prefault({});
