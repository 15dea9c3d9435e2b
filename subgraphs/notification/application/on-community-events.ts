import { type IncomingEvent, on, type Reaction } from '../../../platform/messaging/reactions.ts';
import { bookmarkAdded, bookmarkRemoved } from '../../../schema/events/community.ts';
import type { DeliverMessage } from './deliver-message.ts';

/** Tells people that their bookmarks are set and removed. */
export function onCommunityEvents(deliver: DeliverMessage): readonly Reaction[] {
  const tell =
    (kind: 'BOOKMARK_ADDED' | 'BOOKMARK_REMOVED') => (event: IncomingEvent<typeof bookmarkAdded>) => {
      const { customer, target } = event.data;
      const { type, id, name } = target;
      return deliver(event, customer.id, { kind, target: { type, id, name } });
    };

  return [on(bookmarkAdded, tell('BOOKMARK_ADDED')), on(bookmarkRemoved, tell('BOOKMARK_REMOVED'))];
}
