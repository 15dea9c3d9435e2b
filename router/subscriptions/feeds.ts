import type { EventSource } from './event-source.ts';
import { createFeed, type Feed, type StartedFeed } from './feed.ts';
import type { Topic } from './topic.ts';
import { topicKey } from './topic.ts';

export type Feeds = {
  /** The feed of a topic; `release` says that this user of it is done. The last one's release ends the feed. */
  acquire(topic: Topic): { readonly feed: Feed; release(): void };
  /** How many topics are followed now. */
  size(): number;
};

type SharedFeed = StartedFeed & { users: number };

/** Keeps one feed per topic while anybody uses it. */
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
