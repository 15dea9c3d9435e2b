import { on, type Reaction } from '../../../platform/messaging/reactions.ts';
import { bookmarkAdded, liked, reviewWritten } from '../../../schema/events/community.ts';
import type { Dependencies } from './ports.ts';

/** Keeps who has done something that community stores: an erasure concerns them even without a booking. */
export function onCommunityEvents({ erasures }: Pick<Dependencies, 'erasures'>): readonly Reaction[] {
  return [liked, bookmarkAdded, reviewWritten].map((definition) =>
    on(definition, ({ data }) => erasures.remember(data.customer.id)),
  );
}
