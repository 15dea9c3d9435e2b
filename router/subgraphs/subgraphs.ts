import type { Logger } from '../../platform/telemetry/logger.ts';
import type { SubgraphAddress } from '../supergraph/subgraphs.ts';
import {
  createSubgraphClient,
  type Send,
  type SubgraphClient,
  type SubgraphLimits,
  type SubgraphMetrics,
} from './client.ts';

/** The clients of all subgraphs of the served graph. */
export type Subgraphs = {
  readonly send: Send;
  /** Connects to a graph's subgraphs. Clients of subgraphs whose addresses have not changed are kept. */
  connect(addresses: readonly SubgraphAddress[]): void;
  /** Whether each subgraph that has a server responds now. */
  reachable(): Promise<Readonly<Record<string, boolean>>>;
  /** Closes the connections after the requests in flight. */
  close(): Promise<void>;
};

export type SubgraphsDeps = {
  /** The URLs of a subgraph's instances; undefined for its routing URL in the supergraph. */
  readonly urls: (name: string) => readonly string[] | undefined;
  readonly limits: (name: string) => SubgraphLimits;
  readonly metrics: SubgraphMetrics;
  readonly log: Logger;
};

/** How long the client of a subgraph that was moved or removed stays open for requests in flight. */
const RETIRE_MS = 60_000;

export function createSubgraphs({ urls, limits, metrics, log }: SubgraphsDeps): Subgraphs {
  type Connected = { readonly key: string; readonly client: SubgraphClient };
  const clients = new Map<string, Connected>();
  const retired = new Set<SubgraphClient>();

  function retire(client: SubgraphClient): void {
    retired.add(client);
    setTimeout(() => {
      if (retired.delete(client)) void client.close();
    }, RETIRE_MS).unref();
  }

  return {
    send(name, request, context) {
      const connected = clients.get(name);
      if (!connected) return Promise.resolve(WITHOUT_SERVER);
      return connected.client.send(request, context);
    },
    connect(addresses) {
      const wanted = new Map(
        addresses
          .map(({ name, url }) => [name, urls(name) ?? [url]] as const)
          .filter(([, each]) => each.length > 0 && each.every((url) => /^https?:/.test(url))),
      );
      for (const [name, { client, key }] of clients) {
        if (wanted.get(name)?.join() === key) continue;
        clients.delete(name);
        retire(client);
      }
      for (const [name, each] of wanted) {
        if (clients.has(name)) continue;
        const client = createSubgraphClient({ name, urls: each, limits: limits(name), metrics, log });
        clients.set(name, { key: each.join(), client });
      }
    },
    async reachable() {
      const names = [...clients.keys()].sort();
      const results = await Promise.all(names.map((name) => clients.get(name)?.client.isReachable()));
      return Object.fromEntries(names.map((name, index) => [name, results[index] === true]));
    },
    async close() {
      await Promise.all(
        [...[...clients.values()].map(({ client }) => client), ...retired].map((each) => each.close()),
      );
      retired.clear();
      clients.clear();
    },
  };
}

/** For subgraphs that only declare live fields. */
const WITHOUT_SERVER = { kind: 'unavailable', reason: 'it has no server', cause: undefined } as const;
