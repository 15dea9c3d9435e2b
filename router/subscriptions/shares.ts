import { GraphQLError } from 'graphql';
import type { LiveConfig } from './live-config.ts';

/** What each client may follow. */
export type Shares = {
  /** Takes a subscription with a number of ids. Returns why the client may not have it. */
  take(client: string, ids: number): GraphQLError | undefined;
  giveBack(client: string, ids: number): void;
};

type Taken = { readonly subscriptions: number; readonly ids: number };

const NOTHING: Taken = { subscriptions: 0, ids: 0 };

/** Counts the subscriptions and ids of each client, on all of its connections. */
export function createShares({
  subscriptionsPerClient,
  idsPerClient,
}: Pick<LiveConfig, 'subscriptionsPerClient' | 'idsPerClient'>): Shares {
  const byClient = new Map<string, Taken>();

  return {
    take(client, more) {
      const { subscriptions, ids } = byClient.get(client) ?? NOTHING;
      if (subscriptions >= subscriptionsPerClient)
        return exceeded(
          `You have ${subscriptions} subscriptions; ${subscriptionsPerClient} are allowed. Complete some, or name several ids in one.`,
        );
      if (ids + more > idsPerClient)
        return exceeded(
          `Your subscriptions name ${ids} ids, and this one ${more}; ${idsPerClient} are allowed. Complete some, or follow fewer.`,
        );
      byClient.set(client, { subscriptions: subscriptions + 1, ids: ids + more });
      return undefined;
    },
    giveBack(client, fewer) {
      const { subscriptions, ids } = byClient.get(client) ?? NOTHING;
      if (subscriptions <= 1) byClient.delete(client);
      else byClient.set(client, { subscriptions: subscriptions - 1, ids: ids - fewer });
    },
  };
}

function exceeded(message: string): GraphQLError {
  return new GraphQLError(message, { extensions: { code: 'LIMIT_EXCEEDED' } });
}
