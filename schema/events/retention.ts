import { z } from 'zod';
import type { StreamRetention } from '../../platform/messaging/event.ts';
import { courseDeleted, courseRegistered, courseUpdated } from './community.ts';
import type { CONTEXTS } from './contexts.ts';
import { roomSnapshotEvents, roomStatusChanged } from './room.ts';
import { supplySnapshotEvents } from './supplies.ts';
import { slot } from './values.ts';

const booked = z.object({ booking: z.object({ slot }) });

/**
 * What the contexts' streams keep. Rooms, their supplies and courses live on: replicas and live snapshots are
 * made from their last events, however old. A booking is followed until its slot is over.
 */
export const STREAM_RETENTION: Readonly<Record<(typeof CONTEXTS)[number], StreamRetention>> = {
  booking: { latest: [], neededUntil: ({ data }) => booked.safeParse(data).data?.booking.slot.end },
  payment: { latest: [] },
  room: { latest: [...roomSnapshotEvents, roomStatusChanged] },
  supplies: { latest: supplySnapshotEvents },
  community: { latest: [courseRegistered, courseUpdated, courseDeleted] },
  notification: { latest: [] },
};
