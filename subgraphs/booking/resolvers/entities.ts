import type { Role as TokenRole } from '../../../platform/identity/identity.ts';
import { isSubject } from '../../../platform/identity/subject.ts';
import { loadReference } from '../../../platform/subgraph/loaders.ts';
import { unavailable } from '../../../platform/subgraph/refusals.ts';
import { shownCancelledBy } from '../application/cancelled-by.ts';
import type { BookingResolvers, CustomerResolvers, Role } from '../schema.generated.ts';
import { bookingList, chosenOrder, statusesArgument, timesArgument } from './booking-lists.ts';
import { amongOthers, sees, seesAll } from './visibility.ts';

/** The roles of persons. */
const ROLES: Readonly<Record<TokenRole, Role | null>> = {
  customer: 'CUSTOMER',
  host: 'HOST',
  admin: 'ADMIN',
  service: null,
};

export const booking: BookingResolvers = {
  async __resolveReference(reference, context) {
    const found = await loadReference(context.loaders.booking, reference);
    return found && (await sees(context, found)) ? found : null;
  },
  roomId: ({ room }) => room.id,
  room: async ({ room: { id, name: bookedName } }, _args, { loaders }) => ({
    id,
    bookedName,
    known: await loaders.room.load(id),
  }),
  customer: async (parent, _args, context) =>
    (await seesAll(context, parent)) ? { id: parent.customerId } : null,
  cancelledAt: (parent) => (parent.status === 'CANCELLED' ? parent.cancelledAt : null),
  cancellationReason: async (parent, _args, context) =>
    parent.status === 'CANCELLED' && (await seesAll(context, parent)) ? parent.cancellationReason : null,
  cancelledBy: async (parent, _args, context) =>
    (await seesAll(context, parent)) ? shownCancelledBy(parent) : null,
  // The router asks for it of a booking that bookRoom has made, and payment for all others.
  payment: async (parent, _args, context) => {
    if (!(await seesAll(context, parent))) return null;
    const found = await context.loaders.payment.load(parent.id);
    if (found && 'kind' in found) throw unavailable('payment', 'it does not respond');
    return found ?? null;
  },
  history: async (parent, _args, context) =>
    ((await seesAll(context, parent)) && (await context.loaders.history.load(parent.id))) || [],
};

export const customer: CustomerResolvers = {
  __resolveReference: ({ id }) => (isSubject(id) ? { id } : null),

  role: ({ id }, _args, { identity }) => (id === identity.subject ? ROLES[identity.role] : null),

  async bookings({ id }, { statuses, status, when, from, to, orderBy, ...args }, context) {
    const condition = id === context.actor.subject ? {} : amongOthers(context);
    const criteria = condition && {
      ...condition,
      statuses: statusesArgument('statuses', { statuses, status }),
      ...timesArgument({ when, from, to }, context.now),
    };
    const list = chosenOrder(`customer/${id}/bookings`, orderBy);
    return bookingList(context, { ...list, owner: { of: 'CUSTOMER', id }, criteria, args });
  },
};
