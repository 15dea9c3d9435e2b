import { GraphQLError } from 'graphql';
import { badUserInput, instantArgument, periodArgument } from '../../../platform/subgraph/arguments.ts';
import { toReference } from '../../../platform/subgraph/loaders.ts';
import type { KnownRoom, ReferredRoom, RoomReplica } from '../application/ports.ts';
import { slotLengthMs } from '../domain/slot.ts';
import type { RoomResolvers } from '../schema.generated.ts';
import { bookingList } from './booking-lists.ts';
import { managesRoom } from './visibility.ts';

const LONGEST_INTERVAL_MS = 31 * 24 * 3_600_000;

/** Fields of other subgraphs come from the replica: the router reads them here as the room of a booking. */
export const room: RoomResolvers = {
  __resolveReference: toReference,

  host({ known }) {
    const { hostId } = whole(known);
    return hostId === null ? null : { id: hostId };
  },
  name: ({ known, bookedName }) => known?.name ?? bookedName ?? present(known).name,
  location: ({ known }) => whole(known).location,
  capacity: ({ known }) => present(known).capacity,
  hourlyRate: ({ known }) => present(known).hourlyRate,
  timeZone: ({ known }) => whole(known).timeZone,

  currentBooking: async ({ id }, _args, { loaders }) => (await loaders.current.load(id)) ?? null,

  async bookings({ id }, { from, to, ...args }, context) {
    const criteria = {
      ...periodArgument({ from, to }),
      visibleTo: (await managesRoom(context, id)) ? undefined : context.actor.subject,
    };
    const owner = { of: 'ROOM', id } as const;
    const name = `room/${id}/bookings`;
    return bookingList(context, { name, owner, orderBy: 'SLOT_START_ASC', criteria, args });
  },

  async freeSlots({ id }, args, { loaders }) {
    const interval = { start: instantArgument('from', args.from), end: instantArgument('to', args.to) };
    const length = slotLengthMs(interval);
    if (length <= 0) throw badUserInput('to must be after from.');
    if (length > LONGEST_INTERVAL_MS) throw badUserInput('from and to may be at most 31 days apart.');
    return (await loaders.freeSlots(id, interval)) ?? [];
  },
};

/** The copy of a room. Throws SUBGRAPH_UNAVAILABLE when there is none: null would be a wrong answer. */
function present(known: ReferredRoom['known']): KnownRoom {
  if (!known) throw notYetKnown();
  return known;
}

/** The copy of a room with host, location and time zone, which a copy from before they were kept lacks. */
function whole(known: ReferredRoom['known']): RoomReplica {
  const { timeZone, ...copy } = present(known);
  if (timeZone === null) throw notYetKnown();
  return { ...copy, timeZone };
}

function notYetKnown(): GraphQLError {
  const message = 'The booking service has not received this part of the room yet: try again.';
  return new GraphQLError(message, { extensions: { code: 'SUBGRAPH_UNAVAILABLE' } });
}
