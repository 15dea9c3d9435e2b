import { z } from 'zod';
import { LIVE_DEFAULTS } from '../subscriptions/live-config.ts';
import { described, duration, flag, percent, port, positive, text, urls } from './kinds.ts';

// Settings of the services behind the router, live subscriptions and monitoring.

export const nats = z
  .strictObject({
    url: text.optional({
      env: 'NATS_URL',
      says: 'NATS server for events; unset disables subscriptions',
    }),
  })
  .prefault({});

export const subgraphs = z
  .strictObject({
    queryTimeout: duration.or(5_000, {
      env: 'QUERY_TIMEOUT',
      says: 'timeout of a query to a subgraph, including retries',
    }),
    mutationTimeout: duration.or(10_000, {
      env: 'MUTATION_TIMEOUT',
      says: 'timeout of a mutation to a subgraph; set it above the subgraph’s own timeouts',
    }),
    shareInFlight: flag.or(true, {
      env: 'SHARE_IN_FLIGHT',
      says: 'whether identical queries in flight with the same access share one execution',
    }),
    responseLimit: positive.or(67_108_864, { says: 'maximum bytes of a subgraph response' }),
    inFlight: positive.or(500, {
      env: 'SUBGRAPH_IN_FLIGHT',
      says: 'maximum concurrent requests to one subgraph; more are rejected',
    }),
    breaker: z
      .strictObject({
        failurePercent: percent.or(50, {
          says: 'percentage of failed requests that opens the circuit breaker of a subgraph',
        }),
        window: positive.or(50, { says: 'number of last requests that the circuit breaker counts' }),
        minimum: positive.or(20, { says: 'minimum number of requests before it opens' }),
        probeInterval: duration.or(1_000, { says: 'time in the open state before one request may probe' }),
      })
      .prefault({}),
    urls: described(z.record(z.string(), urls.schema()).default({}), {
      takes: 'URLs by subgraph name',
      fallback: {},
      env: '<NAME>_URL',
      otherwise: 'the supergraph’s routing URLs',
      says: 'URLs of a subgraph’s instances; the variable has its name in upper case with `_` for other characters, and separates several URLs by commas',
    }),
  })
  .prefault({});

export const live = z
  .strictObject({
    queue: positive.or(LIVE_DEFAULTS.queue, {
      env: 'SUBSCRIPTION_QUEUE',
      says: 'maximum undelivered changes of one slow subscriber',
    }),
    grace: duration.or(LIVE_DEFAULTS.grace, {
      env: 'SUBSCRIPTION_GRACE',
      says: 'how long a subscription to data with an owner waits for its first event',
    }),
    connections: positive.or(LIVE_DEFAULTS.connections, {
      env: 'LIVE_CONNECTIONS',
      says: 'maximum WebSockets and event streams; more get 503',
    }),
    subscriptionsPerConnection: positive.or(LIVE_DEFAULTS.subscriptionsPerConnection, {
      says: 'maximum concurrent operations on one WebSocket',
    }),
    initTimeout: duration.or(LIVE_DEFAULTS.initTimeout, {
      says: 'time for a WebSocket to send `connection_init`; then it is closed with 4408',
    }),
    lifetime: duration.or(LIVE_DEFAULTS.lifetime, {
      env: 'LIVE_LIFETIME',
      says: 'maximum age of a connection; clients then reconnect',
    }),
    heartbeat: duration.or(LIVE_DEFAULTS.heartbeat, {
      env: 'LIVE_HEARTBEAT',
      says: 'time between heartbeats; a WebSocket that misses one is terminated',
    }),
  })
  .prefault({});

export const metrics = z
  .strictObject({
    enabled: flag.or(true, { env: 'METRICS', says: 'whether `/metrics` is served' }),
    port: port.optional({
      env: 'METRICS_PORT',
      otherwise: 'the router’s own',
      says: 'separate port for `/metrics`; 0 picks a free one',
    }),
  })
  .prefault({});
