import { z } from 'zod';
import { count, duration, flag, origins, positive, preflightedHeaders, text, url } from './setting-types.ts';

// Settings of HTTP, the pages and authentication.

export const pages = z
  .strictObject({
    enabled: flag.optional({
      env: 'PAGES',
      defaultText: 'true; in production false',
      description: 'whether `/` and `/graphiql` are served',
    }),
    document: text.optional({
      env: 'PAGE_DOCUMENT',
      defaultText: 'a short greeting',
      description: 'file with the initial document of the pages’ editors',
    }),
    devToken: text.optional({
      env: 'DEV_TOKEN',
      description: 'token in the initial headers of the pages; ignored in production',
    }),
  })
  .prefault({});

export const http = z
  .strictObject({
    keepAlive: duration.withDefault(5_000, {
      env: 'KEEP_ALIVE',
      description:
        'how long an idle client connection stays open; set it above the load balancer’s own timeout',
    }),
    drainTimeout: duration.withDefault(15_000, {
      env: 'DRAIN_TIMEOUT',
      description:
        'how long a shutdown waits for clients that neither finish a request nor read its response; the process exits after 20 s in any case',
    }),
    bodyLimit: positive.withDefault(1_048_576, {
      env: 'BODY_LIMIT',
      description: 'maximum bytes of a request body or WebSocket message',
    }),
    trustedProxies: count.withDefault(0, {
      env: 'TRUSTED_PROXIES',
      description:
        'number of reverse proxies in front; the client’s address is that many entries from the end of `X-Forwarded-For`; 0 ignores the header',
    }),
  })
  .prefault({});

export const cors = z
  .strictObject({
    origins: origins.optional({
      env: 'CORS_ORIGINS',
      defaultText: '`*`; in production `none`',
      description:
        'origins of web pages that may send requests and open WebSockets; the router’s own pages always may',
    }),
  })
  .prefault({});

export const csrf = z
  .strictObject({
    prevent: flag.withDefault(true, {
      env: 'CSRF_PREVENTION',
      description: 'rejects requests that a browser sends to other sites without a preflight',
    }),
    headers: preflightedHeaders.withDefault(['x-apollo-operation-name', 'apollo-require-preflight'], {
      description: 'headers that prove a preflight; one of them is enough',
    }),
  })
  .prefault({});

export const auth = z
  .strictObject({
    jwksUrl: url('https:', 'http:', 'file:').optional({
      env: 'JWKS_URL',
      description:
        'public keys of the token issuer (`https:`, `http:`, `file:`); unset disables authentication',
    }),
    issuer: text.withDefault('meetingroom-local', {
      env: 'JWT_ISSUER',
      description: 'required issuer of tokens',
    }),
    audience: text.withDefault('meetingroom', {
      env: 'JWT_AUDIENCE',
      description: 'required audience of tokens',
    }),
    required: flag.withDefault(true, {
      env: 'JWT_REQUIRED',
      description:
        'whether every operation needs a token; false requires one only for `@authenticated`, `@requiresScopes` and `@policy`',
    }),
    requireRole: flag.withDefault(true, {
      env: 'JWT_REQUIRE_ROLE',
      description:
        'whether a token must have the claim `role`; without it, a token has only the scopes of its claim `scope`',
    }),
    policyClaim: text.withDefault('policies', {
      env: 'JWT_POLICY_CLAIM',
      description: 'claim that lists the caller’s policies for `@policy`',
    }),
  })
  .prefault({});
