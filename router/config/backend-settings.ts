import { z } from 'zod';
import { LIVE_DEFAULTS } from '../subscriptions/live-config.ts';
import { described, duration, flag, percent, port, positive, text, urls } from './kinds.ts';

// What is behind the router, and who watches it.

export const nats = z
  .strictObject({
    url: text.optional({
      env: 'NATS_URL',
      says: 'where events come from; without it there are no subscriptions',
    }),
  })
  .prefault({});

export const subgraphs = z
  .strictObject({
    queryTimeout: duration.or(5_000, {
      env: 'QUERY_TIMEOUT',
      says: 'how long a subgraph may take to answer a query',
    }),
    mutationTimeout: duration.or(10_000, {
      env: 'MUTATION_TIMEOUT',
      says: 'the same for a mutation; longer than what the subgraph itself waits for',
    }),
    shareInFlight: flag.or(true, {
      env: 'SHARE_IN_FLIGHT',
      says: 'whether equal queries of the same access that are in flight share one execution',
    }),
    answerLimit: positive.or(67_108_864, { says: 'bytes that an answer of a subgraph may have' }),
    inFlight: positive.or(500, {
      env: 'SUBGRAPH_IN_FLIGHT',
      says: 'requests to one subgraph at a time; more are turned away at once',
    }),
    breaker: z
      .strictObject({
        failurePercent: percent.or(50, {
          says: 'a subgraph is left alone when so many of its last requests failed, in percent',
        }),
        window: positive.or(50, { says: 'of how many last requests' }),
        minimum: positive.or(20, { says: 'there must be so many' }),
        probeInterval: duration.or(1_000, { says: 'how long it is left alone before one request may try' }),
      })
      .prefault({}),
    urls: described(z.record(z.string(), urls.schema()).default({}), {
      takes: 'URLs by the name of a subgraph',
      fallback: {},
      env: '<NAME>_URL',
      otherwise: 'the supergraph’s routing URLs',
      says: 'where a subgraph’s instances are (in the environment its name in capitals, other characters as `_`; several by comma)',
    }),
  })
  .prefault({});

export const live = z
  .strictObject({
    queue: positive.or(LIVE_DEFAULTS.queue, {
      env: 'SUBSCRIPTION_QUEUE',
      says: 'changes that may wait for one slow subscriber',
    }),
    grace: duration.or(LIVE_DEFAULTS.grace, {
      env: 'SUBSCRIPTION_GRACE',
      says: 'how long a guarded subscription waits for its first event',
    }),
    connections: positive.or(LIVE_DEFAULTS.connections, {
      env: 'LIVE_CONNECTIONS',
      says: 'WebSockets and event streams at a time; more get 503',
    }),
    subscriptionsPerConnection: positive.or(LIVE_DEFAULTS.subscriptionsPerConnection, {
      says: 'operations at a time on one WebSocket',
    }),
    initTimeout: duration.or(LIVE_DEFAULTS.initTimeout, {
      says: 'how long a WebSocket may take to introduce itself; then it is closed with 4408',
    }),
    lifetime: duration.or(LIVE_DEFAULTS.lifetime, {
      env: 'LIVE_LIFETIME',
      says: 'how long a connection lives at most; clients then connect again',
    }),
    heartbeat: duration.or(LIVE_DEFAULTS.heartbeat, {
      env: 'LIVE_HEARTBEAT',
      says: 'time between two heartbeats; a WebSocket that misses one is cut off',
    }),
  })
  .prefault({});

export const metrics = z
  .strictObject({
    enabled: flag.or(true, { env: 'METRICS', says: 'whether `/metrics` is served' }),
    port: port.optional({
      env: 'METRICS_PORT',
      otherwise: 'the router’s own',
      says: 'a port of its own for `/metrics`, which the public does not reach; 0 takes a free one',
    }),
  })
  .prefault({});
