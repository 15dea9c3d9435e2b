import type { EventSource } from './event-source.ts';
import { createFeed, type Feed, type StartedFeed } from './feed.ts';
import type { Topic } from './topic.ts';
import { topicKey } from './topic.ts';

export type Feeds = {
  /** The topic with these events. The release of its last user stops it. */
  acquire(topic: Topic): { readonly feed: Feed; release(): void };
  /** The number of topics that are followed. */
  size(): number;
};

type SharedFeed = StartedFeed & { users: number };

/** Shares one followed topic among its users. */
export function createFeeds(source: EventSource): Feeds {
  const feeds = new Map<string, SharedFeed>();

  return {
    acquire(topic) {
      const key = topicKey(topic);
      const shared = feeds.get(key) ?? { ...createFeed(source, topic), users: 0 };
      feeds.set(key, shared);
      shared.users += 1;
      let released = false;
      return {
        feed: shared.feed,
        release() {
          if (released) return;
          released = true;
          shared.users -= 1;
          if (shared.users > 0) return;
          feeds.delete(key);
          shared.stop();
        },
      };
    },
    size: () => feeds.size,
  };
}
