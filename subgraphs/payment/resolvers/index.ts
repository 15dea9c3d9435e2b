import { isUuid } from '../../../platform/input/uuid.ts';
import {
  badUserInput,
  DateTimeScalar,
  readPage,
  textArgument,
  toConnection,
  uuidArgument,
} from '../../../platform/subgraph/index.ts';
import type { Resolvers } from '../schema.generated.ts';
import { visibleTo } from './access.ts';
import { toAuthorizePaymentResult } from './authorize-payment-result.ts';

const CURRENCY = /^[A-Z]{3}$/;

export const resolvers: Resolvers = {
  DateTime: DateTimeScalar,

  Query: {
    payment: async (_parent, { id }, { loaders, identity }) =>
      visibleTo(identity, await loaders.byId.load(uuidArgument('id', id))),

    async payments(_parent, { filter, ...args }, { services }) {
      const page = readPage<[string]>(args, 'payments', [isUuid]);
      const found = await services.queries.newest({ status: filter?.status ?? undefined }, page);
      return toConnection(found, page, 'payments', ({ id }) => [id]);
    },
  },

  Mutation: {
    async authorizePayment(_parent, { input }, { services, cause }) {
      const bookingId = uuidArgument('input.bookingId', input.bookingId);
      const customerId = textArgument('input.customerId', input.customerId);
      const paymentMethod = textArgument('input.paymentMethod', input.paymentMethod);
      const { amount } = input;
      if (amount.amount < 0) throw badUserInput('input.amount.amount must not be negative.');
      if (!CURRENCY.test(amount.currency))
        throw badUserInput('input.amount.currency must be an ISO 4217 code.');
      const outcome = await services.authorizePayment({
        bookingId,
        customerId,
        amount,
        paymentMethod,
        cause,
      });
      return toAuthorizePaymentResult(outcome, paymentMethod);
    },
  },

  Payment: {
    __resolveReference: async ({ id }, { loaders, identity }) =>
      isUuid(id) ? visibleTo(identity, await loaders.byId.load(id.toLowerCase())) : null,
    booking: ({ bookingId }) => ({ id: bookingId }),
    declineCode: (payment) => (payment.status === 'DECLINED' ? payment.declineCode : null),
    refunds: (payment) => ('refunds' in payment ? payment.refunds : []),
    createdAt: ({ requestedAt }) => requestedAt,
  },

  Booking: {
    __resolveReference: ({ id }) => (isUuid(id) ? { id: id.toLowerCase() } : null),
    payment: async ({ id }, _args, { loaders, identity }) =>
      visibleTo(identity, await loaders.byBooking.load(id)),
  },
};
