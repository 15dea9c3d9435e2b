import { z } from 'zod';
import { LIVE_DEFAULTS } from '../subscriptions/live-config.ts';
import { customSetting, duration, flag, percent, port, positive, text, urls } from './setting-types.ts';

// Settings of the services behind the router, live subscriptions and monitoring.

export const nats = z
  .strictObject({
    url: text.optional({
      env: 'NATS_URL',
      description: 'NATS server for events; unset disables subscriptions',
    }),
  })
  .prefault({});

export const subgraphs = z
  .strictObject({
    queryTimeout: duration.withDefault(5_000, {
      env: 'QUERY_TIMEOUT',
      description: 'timeout of a query to a subgraph, including retries',
    }),
    mutationTimeout: duration.withDefault(10_000, {
      env: 'MUTATION_TIMEOUT',
      description: 'timeout of a mutation to a subgraph; set it above the subgraph’s own timeouts',
    }),
    deduplicate: flag.withDefault(true, {
      env: 'DEDUPLICATE_QUERIES',
      description: 'whether identical queries in flight with the same access share one execution',
    }),
    responseLimit: positive.withDefault(67_108_864, { description: 'maximum bytes of a subgraph response' }),
    inFlight: positive.withDefault(500, {
      env: 'SUBGRAPH_IN_FLIGHT',
      description: 'maximum concurrent requests to one subgraph; more are rejected',
    }),
    breaker: z
      .strictObject({
        failurePercent: percent.withDefault(50, {
          description: 'percentage of failed requests that opens the circuit breaker of a subgraph',
        }),
        window: positive.withDefault(50, {
          description: 'number of last requests that the circuit breaker counts',
        }),
        minimumRequests: positive.withDefault(20, {
          description: 'minimum number of requests before it opens',
        }),
        probeInterval: duration.withDefault(1_000, {
          description: 'time in the open state before one request may probe',
        }),
      })
      .prefault({}),
    urls: customSetting(z.record(z.string(), urls.schema()).default({}), {
      expected: 'URLs by subgraph name',
      defaultValue: {},
      env: '<NAME>_URL',
      defaultText: 'the supergraph’s routing URLs',
      description:
        'URLs of a subgraph’s instances; the variable has its name in upper case with `_` for other characters, and separates several URLs by commas',
    }),
  })
  .prefault({});

export const live = z
  .strictObject({
    queue: positive.withDefault(LIVE_DEFAULTS.queue, {
      env: 'SUBSCRIPTION_QUEUE',
      description: 'maximum undelivered changes of one slow subscriber',
    }),
    grace: duration.withDefault(LIVE_DEFAULTS.grace, {
      env: 'SUBSCRIPTION_GRACE',
      description: 'how long a subscription to data with an owner waits for its first event',
    }),
    connections: positive.withDefault(LIVE_DEFAULTS.connections, {
      env: 'LIVE_CONNECTIONS',
      description: 'maximum WebSockets and event streams; more get 503',
    }),
    subscriptionsPerConnection: positive.withDefault(LIVE_DEFAULTS.subscriptionsPerConnection, {
      description: 'maximum concurrent operations on one WebSocket',
    }),
    initTimeout: duration.withDefault(LIVE_DEFAULTS.initTimeout, {
      description: 'time for a WebSocket to send `connection_init`; then it is closed with 4408',
    }),
    lifetime: duration.withDefault(LIVE_DEFAULTS.lifetime, {
      env: 'LIVE_LIFETIME',
      description: 'maximum age of a connection; clients then reconnect',
    }),
    heartbeat: duration.withDefault(LIVE_DEFAULTS.heartbeat, {
      env: 'LIVE_HEARTBEAT',
      description: 'time between heartbeats; a WebSocket that misses one is terminated',
    }),
  })
  .prefault({});

export const metrics = z
  .strictObject({
    enabled: flag.withDefault(true, { env: 'METRICS', description: 'whether `/metrics` is served' }),
    port: port.optional({
      env: 'METRICS_PORT',
      defaultText: 'the router’s own',
      description: 'separate port for `/metrics`; 0 picks a free one',
    }),
  })
  .prefault({});
